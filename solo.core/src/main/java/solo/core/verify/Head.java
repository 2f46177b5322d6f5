package solo.core.verify;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;
import solo.core.event.Event;

/**
 * The log's last event as it is known outside the data directory, so that a data directory that is
 * older than it was, empty or another one is noticed. It follows the log by about a second and is
 * never ahead of what was acknowledged. Safe for use by many threads.
 */
@ProviderType
public interface Head {

  /**
   * An event and the log that it is in.
   *
   * @param instance of the log, drawn when it was created
   * @param id the event's, 0 for none
   * @param link the event's link in the chain, 64 hex digits
   */
  record Mark(UUID instance, long id, String link) {}

  /**
   * How it stands.
   *
   * @param file where it is kept
   * @param known the last event that is known, empty where none is
   * @param knownAt when that was written; the begin of time where none is
   * @param log the last event of the log now
   * @param finding of kind HEAD_AHEAD or HEAD_FOREIGN until it is accepted, or of HEAD_MISSING in
   *     the boot that found none; empty where all is well
   * @param trouble why it cannot be read or written now; empty where it can
   */
  record Status(
      Path file,
      Optional<Mark> known,
      Instant knownAt,
      Mark log,
      Optional<Finding> finding,
      String trouble) {

    /** Checks that nothing is missing. */
    public Status {
      Objects.requireNonNull(file, "file");
      Objects.requireNonNull(known, "known");
      Objects.requireNonNull(knownAt, "knownAt");
      Objects.requireNonNull(log, "log");
      Objects.requireNonNull(finding, "finding");
      Objects.requireNonNull(trouble, "trouble");
    }

    /** Whether there is a loss that waits for an operator. */
    public boolean isContradicted() {
      return finding.filter(f -> f.severity() == Severity.SEVERE).isPresent();
    }
  }

  /** How it stands now; without I/O. */
  Status status();

  /**
   * Accepts that the data directory is not the one that is known: that is an event, and from then
   * on the log that is there now is followed. Both are durable when it returns.
   *
   * @param reason why, for the event
   * @return the {@code data_loss_accepted} event
   * @throws solo.core.capability.AccessDeniedException when the caller is no admin
   * @throws IllegalStateException when there is no loss to accept
   * @throws solo.core.event.EventStoreException when the event could not be written
   * @throws java.io.UncheckedIOException when it was, and the head could not be: the loss is to be
   *     accepted again
   * @throws InterruptedException when the thread is interrupted; it may be accepted or not
   */
  Event accept(Caller caller, String reason) throws InterruptedException;
}
