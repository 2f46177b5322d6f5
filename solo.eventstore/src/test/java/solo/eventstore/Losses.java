package solo.eventstore;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import solo.core.disk.Disk;
import solo.eventstore.journal.Gap;
import solo.eventstore.journal.JournalCheck;

/** Events that are damaged, and whose loss an operator accepts. */
public final class Losses {
  private Losses() {}

  /** Damages an event of a log that nobody has open, and accepts its loss. */
  public static void accept(Path events, long id) throws IOException {
    AtomicLong offset = new AtomicLong();
    JournalCheck whole = new JournalCheck(events, Disk.real(), 0);
    whole.run(
        () ->
            record -> {
              if (record.id() == id) {
                offset.set(record.offset());
              }
            });
    flip(segmentOf(events, id), offset.get() + 100);
    JournalCheck check = new JournalCheck(events, Disk.real(), 0);
    Gap gap = check.run(() -> one -> {}).damages().get(0).gap();
    assertEquals(id, gap.firstLost());
    assertEquals(id, gap.lastLost());
    check.accept(gap, new Gap.Acceptance(Instant.now(), "owner:ada", "no backup", "a test"));
  }

  private static Path segmentOf(Path events, long id) throws IOException {
    String name = "%020d.log".formatted(id);
    try (Stream<Path> files = Files.list(events)) {
      return files
          .filter(file -> file.toString().endsWith(".log"))
          .filter(file -> file.getFileName().toString().compareTo(name) <= 0)
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile segment = new RandomAccessFile(file.toFile(), "rw")) {
      segment.seek(at);
      int before = segment.read();
      segment.seek(at);
      segment.write(before ^ 1);
    }
  }
}
