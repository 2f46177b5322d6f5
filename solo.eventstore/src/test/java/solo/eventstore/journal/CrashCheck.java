package solo.eventstore.journal;

import static solo.eventstore.journal.CrashScript.DIR;
import static solo.eventstore.journal.CrashScript.OPTIONS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import solo.core.disk.Loss;
import solo.core.disk.SimDisk;
import solo.core.event.EventStoreException;

/**
 * What must hold of a disk that a crash left: it opens without an operator, every acknowledged
 * record is there with its bytes, none is wrong, and what the open has shown stays.
 */
final class CrashCheck {
  private final Function<UUID, RecordFormat> formats;

  CrashCheck(Function<UUID, RecordFormat> formats) {
    this.formats = formats;
  }

  /** What is wrong after a power loss in a state, empty when nothing is. */
  Optional<String> afterPowerLoss(CrashScript.State state, Loss loss, long seed)
      throws InterruptedException {
    return check(state, state.disk().powerLoss(loss, new Random(seed)));
  }

  /** The same after the process alone died, and then, when it was open again, the power. */
  Optional<String> afterKill(CrashScript.State state) throws InterruptedException {
    return check(state, state.disk().kill());
  }

  private Optional<String> check(CrashScript.State state, SimDisk disk)
      throws InterruptedException {
    CrashScript.State shown;
    CrashScript.State more;
    try (Journal journal = Journal.open(DIR, OPTIONS, disk, record -> {}, formats)) {
      Optional<String> wrong = wrong(journal, state);
      if (wrong.isPresent()) {
        return wrong;
      }
      long last = journal.lastAcknowledgedId();
      List<byte[]> bodies = new ArrayList<>(state.bodies().subList(0, (int) last));
      shown = after(disk, last, List.copyOf(bodies));
      bodies.add(new byte[] {42});
      CrashScript.settle(journal.append(bodies.get((int) last)));
      more = after(disk, last + 1, bodies);
    } catch (IOException | EventStoreException e) {
      return Optional.of("unusable: " + e);
    }
    return second("shown", shown).or(() -> second("appended", more));
  }

  /** The disk when the power fails now and takes all that was not forced. */
  private static CrashScript.State after(SimDisk disk, long acked, List<byte[]> bodies) {
    SimDisk lost = disk.powerLoss(Loss.DROPPED, new Random(0));
    return new CrashScript.State(lost, 0, SimDisk.Op.LIST, acked, bodies);
  }

  private Optional<String> second(String what, CrashScript.State state) {
    try (Journal journal = Journal.open(DIR, OPTIONS, state.disk(), record -> {}, formats)) {
      return wrong(journal, state).map(wrong -> "after a second crash, " + what + ": " + wrong);
    } catch (IOException | EventStoreException e) {
      return Optional.of("unusable after a second crash: " + e);
    }
  }

  private static Optional<String> wrong(Journal journal, CrashScript.State state) {
    long last = journal.lastAcknowledgedId();
    if (last < state.acked()) {
      return Optional.of("acknowledged " + state.acked() + ", found " + last);
    }
    if (last > state.bodies().size()) {
      return Optional.of("appended " + state.bodies().size() + ", found " + last);
    }
    long id = 0;
    try (JournalCursor cursor = journal.read(0)) {
      while (cursor.hasNext()) {
        JournalRecord record = cursor.next();
        id++;
        if (record.id() != id || !Arrays.equals(record.body(), state.bodies().get((int) id - 1))) {
          return Optional.of("a wrong value at id " + id);
        }
      }
    }
    return id == last ? Optional.empty() : Optional.of("read " + id + " of " + last);
  }
}
