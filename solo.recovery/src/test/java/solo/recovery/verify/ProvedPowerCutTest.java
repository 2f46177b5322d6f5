package solo.recovery.verify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.Story;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.recovery.provider.Messages;

/** How far a deep verify has come, on a disk that loses its power: what was written, or nothing. */
public class ProvedPowerCutTest {
  private static final Path FILE = Path.of("/sim/data/verified");

  @Test
  public void flt02_03_04_09_whatIsReadIsWhatWasWrittenOrNothing() throws Exception {
    new PowerCuts<>(new Life(), 20_260_701).crashes(500).faults(2).print();
  }

  /**
   * What was written.
   *
   * @param boot the kernel's, under which it was
   * @param possible what may be there while the process is all that dies
   * @param ever all that was written at any time
   */
  private record Written(int boot, List<Proved> possible, List<Proved> ever) {}

  private static final class Life implements Story<Written> {
    @Override
    public String name() {
      return "deep verify's place";
    }

    @Override
    public Written nothing() {
      return new Written(0, List.of(Proved.NOTHING), List.of(Proved.NOTHING));
    }

    @Override
    public int count(Written acked) {
      return acked.ever.size();
    }

    private static Proved proved(Random random) {
      List<Finding> found = new ArrayList<>();
      for (int i = random.nextInt(30); i > 0; i--) {
        found.add(Finding.of(Kind.CHAIN_BROKEN, "" + i, "x".repeat(random.nextInt(90)), "", false));
      }
      SystemState state = new SystemState(random.nextInt(900), true, true, new TreeMap<>());
      return new Proved(
          random.nextInt(900),
          Optional.of(new Proved.Position(state, 7, new UUID(1, random.nextLong()), found)));
    }

    @Override
    public void live(SimDisk disk, Written from, Random random, Consumer<Written> acked) {
      ProvedFile file = new ProvedFile(disk, FILE, new Messages().logger());
      Proved last = file.read();
      List<Proved> ever = new ArrayList<>(from.ever);
      for (int i = 0; i < 8; i++) {
        Proved next = proved(random);
        ever.add(next);
        acked.accept(new Written(disk.boot(), List.of(last, next), List.copyOf(ever)));
        file.write(next);
        last = next;
      }
    }

    @Override
    public void recover(SimDisk disk, Written acked, Consumer<Written> shown) {
      ProvedFile file = new ProvedFile(disk, FILE, new Messages().logger());
      Proved found = file.read();
      assertTrue("nobody wrote " + found, acked.ever.contains(found));
      Proved next = proved(new Random(acked.ever.size()));
      file.write(next);
      assertEquals(next, file.read());
    }
  }
}
