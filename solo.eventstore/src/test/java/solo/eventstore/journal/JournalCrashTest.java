package solo.eventstore.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.Test;
import solo.core.disk.Loss;
import solo.core.disk.SimDisk;
import solo.core.disk.Totals;

/**
 * The journal under simulated crashes at every operation of a run. {@code -Dsolo.states=500000}
 * tries its share of more states, {@code -Dsolo.seed=n} another run; a failure prints what repeats
 * it.
 */
public class JournalCrashTest {
  private static final long SEED = Totals.seed(20_260_101);
  private static final int GENERATIONS = 3;

  private final Totals totals = new Totals("journal", SEED);

  @Test
  public void flt01_02_03_everyAcknowledgedRecordSurvivesAnyCrash() throws Exception {
    List<String> wrong = new ArrayList<>();
    int states = Totals.share(5_000);
    for (long seed = SEED; totals.states() < states; seed++) {
      wrong.addAll(explore(seed, RecordFormat::new, disk -> {}));
      assertEquals(List.of(), wrong);
    }
    totals.print();
  }

  @Test
  public void controlWithoutForceLosesAcknowledgedRecords() throws Exception {
    assertFound("acknowledged", RecordFormat::new, disk -> disk.forgetsForces = true);
  }

  @Test
  public void controlAcknowledgingBeforeTheForceLosesRecords() throws Exception {
    assertFound("acknowledged", RecordFormat::new, disk -> disk.forcesLate = true);
  }

  @Test
  public void controlWithoutChecksReadsWrongValues() throws Exception {
    assertFound("a wrong value", Unchecked::new, disk -> {});
  }

  @Test
  public void controlWithoutDirectoryForceLosesSegments() throws Exception {
    assertFound("", RecordFormat::new, disk -> disk.forgetsDirectories = true);
  }

  private void assertFound(
      String what, Function<UUID, RecordFormat> formats, Consumer<SimDisk> control)
      throws Exception {
    List<String> wrong = new ArrayList<>();
    for (long seed = SEED; seed < SEED + 5 && wrong.isEmpty(); seed++) {
      wrong.addAll(explore(seed, formats, control).stream().filter(w -> w.contains(what)).toList());
    }
    assertFalse("the simulator does not see it: " + what, wrong.isEmpty());
  }

  /** Runs of one journal, each going on from a crash of the one before, with all their crashes. */
  private List<String> explore(
      long seed, Function<UUID, RecordFormat> formats, Consumer<SimDisk> control) throws Exception {
    List<String> wrong = new ArrayList<>();
    Random random = new Random(seed);
    SimDisk disk = new SimDisk();
    control.accept(disk);
    CrashScript.State from = CrashScript.nothing(disk);
    for (int generation = 0; generation < GENERATIONS && wrong.isEmpty(); generation++) {
      CrashScript script =
          new CrashScript(random.nextLong(), from, formats, (number, op) -> {}, true).run(10);
      String where = "-Dsolo.seed=" + seed + ", run " + generation;
      for (CrashScript.State state : script.states) {
        crashes(where, state, new CrashCheck(formats), random.nextLong(), wrong);
      }
      from = survivor(script.states.get(random.nextInt(script.states.size())), random);
    }
    return wrong;
  }

  private void crashes(
      String where, CrashScript.State state, CrashCheck check, long seed, List<String> wrong)
      throws Exception {
    String at = where + ", before operation " + state.operation() + " " + state.op() + ", ";
    note(at + "kill", state, check.afterKill(state), wrong);
    for (Loss loss : Loss.values()) {
      int draws = loss == Loss.DROPPED || loss == Loss.KEPT ? 1 : 2;
      for (int draw = 0; draw < draws; draw++) {
        note(at + loss + " " + draw, state, check.afterPowerLoss(state, loss, seed + draw), wrong);
      }
    }
  }

  private void note(
      String at, CrashScript.State state, Optional<String> found, List<String> wrong) {
    totals.state((int) state.acked());
    found.ifPresent(what -> wrong.add(at + ": " + what));
  }

  /** The disk the next run starts from: after a kill, or after a power loss. */
  private static CrashScript.State survivor(CrashScript.State state, Random random) {
    Loss[] losses = Loss.values();
    SimDisk disk =
        random.nextBoolean()
            ? state.disk().kill()
            : state.disk().powerLoss(losses[random.nextInt(losses.length)], random);
    return new CrashScript.State(disk, 0, state.op(), state.acked(), state.bodies());
  }

  /** A journal that believes whatever it reads. */
  private static final class Unchecked extends RecordFormat {
    Unchecked(UUID instance) {
      super(instance);
    }

    @Override
    int crc(byte[] from, int at, int size) {
      return 0;
    }

    @Override
    boolean continues(byte[] linkBefore, Frame frame, byte[] from, int at) {
      return true;
    }
  }
}
