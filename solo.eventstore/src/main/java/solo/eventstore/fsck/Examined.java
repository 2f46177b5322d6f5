package solo.eventstore.fsck;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import solo.core.lifecycle.ExitCode;
import solo.core.verify.VerificationReport.Status;
import solo.eventstore.journal.JournalCheck.Damage;

/**
 * What an examination of a data directory has found.
 *
 * @param log the log's own id, empty where there is none, or it cannot be read
 * @param lastId its last event
 * @param events how many there are
 * @param found what is wrong, the worst first
 * @param losses what can be accepted, in the order of the ids
 * @param starts whether the container would start
 * @param checkpoint the newest that can be used, 0 where none can
 */
record Examined(
    Optional<UUID> log,
    long lastId,
    long events,
    List<Part> parts,
    List<Found> found,
    List<Damage> losses,
    boolean starts,
    long checkpoint) {
  private static final int ERROR = 1;
  private static final int WARNING = 2;

  Status status() {
    if (found.stream().anyMatch(Found::isError)) {
      return Status.ERROR;
    }
    return found.isEmpty() ? Status.OK : Status.WARNING;
  }

  int exitStatus() {
    if (!starts) {
      return ExitCode.DAMAGED_DATA.status();
    }
    return switch (status()) {
      case OK -> ExitCode.OK.status();
      case WARNING -> WARNING;
      case ERROR -> ERROR;
    };
  }
}
