package solo.eventstore.checkpoint;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.disk.Disk;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.Story;
import solo.core.recovery.CheckpointStore.Checkpoint;
import solo.core.recovery.SystemState;
import solo.eventstore.codec.RandomRecords;
import solo.eventstore.provider.LoggedLines;

/** Checkpoints on a disk that loses its power, or fails: the last one written is used, or newer. */
public class CheckpointsPowerCutTest {
  private static final long SEED = 20_260_501;
  private static final Path DIR = Path.of("/sim/events");

  @Test
  public void flt02_03_04_05_theLastOneWrittenIsUsedAndNoneIsWrong() throws Exception {
    new PowerCuts<>(new Life(), SEED)
        .crashes(500)
        .faults(1)
        .controlled("no force", disk -> disk.forgetsForces = true)
        .controlled("written before the force", disk -> disk.forcesLate = true)
        .controlled("no force of the directory", disk -> disk.forgetsDirectories = true)
        .print();
  }

  /**
   * What was written.
   *
   * @param last the last id that was acknowledged, 0 for none
   * @param tried the last id that was begun
   */
  private record Written(long last, long tried) {}

  /** A journal of 1000 events. */
  private record Journaled(Disk disk) implements History {
    @Override
    public UUID instance() {
      return new UUID(3, 4);
    }

    @Override
    public long lastId() {
      return 1_000;
    }

    @Override
    public byte[] linkAt(long id) {
      return ByteBuffer.allocate(32).putLong(id).array();
    }

    @Override
    public Path directory() {
      return DIR;
    }
  }

  private static final class Life implements Story<Written> {
    @Override
    public String name() {
      return "checkpoints";
    }

    @Override
    public Written nothing() {
      return new Written(0, 0);
    }

    @Override
    public int count(Written acked) {
      return (int) acked.last;
    }

    private static CheckpointFiles files(SimDisk disk) {
      return new CheckpointFiles(new Journaled(disk), LoggedLines.into(new ArrayList<>()));
    }

    /** The state at an id, always the same. */
    private static SystemState state(long id) {
      return new RandomRecords(id).state(id, (int) (id % 4));
    }

    @Override
    public void live(SimDisk disk, Written from, Random random, Consumer<Written> acked) {
      CheckpointFiles files = files(disk);
      Written written = from;
      for (int i = 0; i < 4; i++) {
        written = new Written(written.last, written.tried + 1);
        acked.accept(written);
        try {
          files.write(state(written.tried));
          written = new Written(written.tried, written.tried);
        } catch (IOException refused) {
          // it may be there all the same
        }
        acked.accept(written);
      }
    }

    @Override
    public void recover(SimDisk disk, Written acked, Consumer<Written> shown) throws IOException {
      CheckpointFiles files = files(disk);
      Optional<Checkpoint> latest = files.latest();
      long id = latest.map(found -> found.state().id()).orElse(0L);
      assertTrue("written " + acked + ", found " + id, id >= acked.last && id <= acked.tried);
      latest.ifPresent(found -> assertEquals(state(id), found.state()));
      shown.accept(new Written(acked.last, acked.tried));
      files.write(state(acked.tried + 1));
      shown.accept(new Written(acked.tried + 1, acked.tried + 1));
      List<String> left =
          disk.list(DIR).stream().filter(name -> !name.endsWith(".checkpoint")).toList();
      assertEquals("unfinished ones", List.of(), left);
    }
  }
}
