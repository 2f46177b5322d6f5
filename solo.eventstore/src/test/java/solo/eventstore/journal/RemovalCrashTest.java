package solo.eventstore.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static solo.eventstore.journal.CrashScript.DIR;
import static solo.eventstore.journal.CrashScript.OPTIONS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.disk.Loss;
import solo.core.disk.SimDisk;
import solo.core.event.EventStoreException;

/**
 * A journal of which a part is taken out, crashed at every operation of that, by a kill and by each
 * kind of power loss; and one whose disk fails there. {@code -Dsolo.seed=n} tries another one.
 */
public class RemovalCrashTest {
  private static final long SEED = Long.getLong("solo.seed", 20_260_117);
  private static final int KEEP_EACH = 5;

  private final List<JournalRecord> written = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private int tried;

  /** The disk before an operation of a removal. */
  private record State(SimDisk disk, int operation, SimDisk.Op op, int acked) {}

  @Test
  public void flt02_03_aCrashLeavesTheLogAsBeforeOrAsAfter() throws Exception {
    List<State> states = states(disk -> {});
    states.forEach(this::crashes);
    assertEquals(List.of(), wrong);
    assertTrue("tried " + tried, tried > 250);
  }

  @Test
  public void controlWithoutForceLosesWhatIsKept() throws Exception {
    states(disk -> disk.forgetsForces = true).forEach(this::crashes);
    assertFalse("the simulator does not see it", wrong.isEmpty());
  }

  @Test
  public void flt06_07_aDiskThatFailsLeavesTheLogAsBeforeOrAsAfter() throws Exception {
    int operations = states(disk -> {}).size();
    assertTrue("operations " + operations, operations > 20);
    for (int i = 0; i < operations; i++) {
      fails(i, new solo.core.disk.DiskFullException("simulated", null));
      fails(i, new IOException("simulated"));
      fails(i, new SimDisk.ShortWrite());
    }
    assertEquals(List.of(), wrong);
  }

  /** Two removals, with appends between them: the disk before each change. */
  private List<State> states(Consumer<SimDisk> control) throws Exception {
    List<State> states = new ArrayList<>();
    SimDisk disk = new SimDisk();
    control.accept(disk);
    run(
        disk,
        (number, op) -> {
          if (op.changes()) {
            states.add(new State(disk.kill(), number, op, written.size()));
          }
        });
    return states;
  }

  private void run(SimDisk disk, SimDisk.Watcher watcher) throws Exception {
    written.clear();
    try (Journal journal = Journal.open(DIR, OPTIONS, disk, written::add)) {
      append(journal, 50);
      disk.watch(watcher);
      Shortened.shorten(journal, 3, KEEP_EACH);
      append(journal, 2);
      journal.removal().removeFiles();
      disk.watch((number, op) -> {});
      append(journal, 30);
      disk.watch(watcher);
      Shortened.shorten(journal, 2, KEEP_EACH);
      journal.removal().removeFiles();
    } finally {
      disk.watch((number, op) -> {});
    }
  }

  private static void append(Journal journal, int count) throws Exception {
    Random random = new Random(SEED + count);
    for (int i = 0; i < count; i++) {
      byte[] body = new byte[random.nextInt(700)];
      random.nextBytes(body);
      journal.append(body).getValue();
    }
    journal.flush().getValue();
  }

  private void crashes(State state) {
    note(state, "kill", state.disk.kill());
    for (Loss loss : Loss.values()) {
      note(state, loss.toString(), state.disk.powerLoss(loss, new Random(SEED + state.operation)));
    }
  }

  private void note(State state, String how, SimDisk disk) {
    tried++;
    String at = "-Dsolo.seed=%d, before operation %d %s, %s: ";
    String where = at.formatted(SEED, state.operation, state.op, how);
    opened(disk, state.acked).ifPresent(what -> wrong.add(where + what));
    // what the first open has left is opened again, after the power failed
    SimDisk again = disk.powerLoss(Loss.DROPPED, new Random(SEED));
    opened(again, state.acked).ifPresent(what -> wrong.add(where + "again: " + what));
  }

  /** What is wrong with a disk, empty where every acknowledged record that is to be there is. */
  private Optional<String> opened(SimDisk disk, int acked) {
    try (Journal journal = Journal.open(DIR, OPTIONS, disk, record -> {})) {
      int last = (int) journal.lastAcknowledgedId();
      if (last < acked) {
        return Optional.of("acknowledged " + acked + ", found " + last);
      }
      // one that was not acknowledged may have come through
      last = Math.min(last, written.size());
      List<JournalRecord> read = new ArrayList<>(Shortened.read(journal, 0));
      read.removeIf(record -> record.id() > written.size());
      long through = journal.takenOutThrough();
      int each = through == 0 ? 1 : KEEP_EACH;
      Optional<String> left =
          disk.list(DIR).stream()
              .filter(name -> name.endsWith(".base.tmp"))
              .map(name -> name + " is left")
              .findFirst();
      List<JournalRecord> expected = written.subList(0, last);
      return left.or(() -> Shortened.wrong(read, expected, through, each));
    } catch (IOException | EventStoreException e) {
      return Optional.of("unusable: " + e);
    }
  }

  /** The n-th change of a removal fails; appends of the same journal may have failed with it. */
  private void fails(int change, IOException failure) throws Exception {
    SimDisk disk = new SimDisk();
    int[] changes = {0};
    try {
      run(
          disk,
          (number, op) -> {
            if (op.changes() && changes[0]++ == change) {
              throw failure;
            }
          });
    } catch (IOException | java.lang.reflect.InvocationTargetException e) {
      // what was to be seen: the journal is as before, or as after
    }
    tried++;
    int acked = written.size();
    opened(disk.kill(), acked).ifPresent(what -> wrong.add("change " + change + ": " + what));
  }
}
