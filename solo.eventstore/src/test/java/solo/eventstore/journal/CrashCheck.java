package solo.eventstore.journal;

import static solo.eventstore.journal.CrashScript.DIR;
import static solo.eventstore.journal.CrashScript.OPTIONS;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
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
    byte[] more = {42};
    long shown;
    SimDisk then;
    try (Journal journal = Journal.open(DIR, OPTIONS, disk, record -> {}, formats)) {
      Optional<String> wrong = wrong(journal, state);
      if (wrong.isPresent()) {
        return wrong;
      }
      shown = journal.lastAcknowledgedId();
      then = disk.powerLoss(Loss.DROPPED, new Random(0));
      long id = CrashScript.settle(journal.append(more)) == null ? shown + 1 : -1;
      if (journal.lastAcknowledgedId() != id) {
        return Optional.of("the next record got id " + journal.lastAcknowledgedId());
      }
    } catch (IOException | EventStoreException e) {
      return Optional.of("unusable: " + e);
    }
    return checkShown(state, then, shown);
  }

  private Optional<String> checkShown(CrashScript.State state, SimDisk disk, long shown) {
    try (Journal journal = Journal.open(DIR, OPTIONS, disk, record -> {}, formats)) {
      if (journal.lastAcknowledgedId() < shown) {
        return Optional.of(
            "shown up to " + shown + ", after a power loss " + journal.lastAcknowledgedId());
      }
      return wrong(journal, state);
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
