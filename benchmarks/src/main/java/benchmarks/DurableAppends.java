package benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import solo.core.disk.Disk;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;

/** Appends of 300 bytes, each forced before its call returns, beside the bare file. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class DurableAppends {
  private static final int BODY_BYTES = 300;

  /** Both stores, each in a directory of its own on the disk that is measured. */
  @State(Scope.Benchmark)
  public static class Stores {
    private final byte[] body = new byte[BODY_BYTES];
    private Path directory;
    private Journal journal;
    private GroupCommitFile bare;

    /** Opens both. */
    @Setup
    public void open() throws Exception {
      Arrays.fill(body, (byte) 'x');
      directory = Files.createTempDirectory(Scratch.root(), "appends-");
      journal =
          Journal.open(
              directory.resolve("journal"), JournalOptions.defaults(), Disk.real(), record -> {});
      bare = new GroupCommitFile(directory.resolve("bare"));
    }

    /** Closes both and removes their files. */
    @TearDown
    public void close() throws Exception {
      journal.close();
      bare.close();
      Scratch.delete(directory);
    }
  }

  /** The journal: checksum, chain, group commit, seal. */
  @Benchmark
  public long journal(Stores stores) throws InterruptedException, InvocationTargetException {
    return stores.journal.append(stores.body).getValue().id();
  }

  /** The baseline. */
  @Benchmark
  public long bareFile(Stores stores) {
    return stores.bare.append(stores.body);
  }
}
