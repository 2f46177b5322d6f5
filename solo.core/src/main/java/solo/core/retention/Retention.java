package solo.core.retention;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;
import solo.core.event.Event;

/**
 * Takes old segments out of the log, whole ones, oldest first, by age and size as configured. The
 * events that something still rests on stay readable under their ids, and so does the proof of the
 * chain. Safe for use by many threads; one application at a time.
 */
@ProviderType
public interface Retention {

  /** What becomes of a segment that is taken out. */
  enum Action {
    /** A compressed copy, proved before the segment goes. */
    ARCHIVE,
    /** It is gone. */
    DELETE
  }

  /**
   * What there is.
   *
   * @param from the first id from which on every event is there; 1 where nothing was taken out
   * @param kept how many events before {@code from} are there, since something rests on them
   * @param last the last event
   * @param segments how many there are
   * @param bytes of their files
   * @param archived how many archived segments are there
   * @param archivedBytes of their files
   */
  record Status(
      long from,
      long kept,
      long last,
      int segments,
      long bytes,
      int archived,
      long archivedBytes) {}

  /**
   * What an application now would do.
   *
   * @param through the last event that would be taken out, 0 for none
   * @param segments how many would go
   * @param bytes of their files
   * @param action what would become of them
   * @param why what decides where it ends, on one line: the policy, or what needs the rest
   */
  record Plan(long through, int segments, long bytes, Action action, String why) {}

  /** What there is now. */
  Status status();

  /**
   * What would be done now; changes nothing.
   *
   * @throws solo.core.capability.AccessDeniedException when the caller may not
   */
  Plan plan(Caller caller);

  /**
   * Does it: writes a checkpoint, proves that the state can be made again from what stays, archives
   * where that is the policy, tells the log, and only then removes. After a crash at any moment the
   * log is whole: as before, or as after.
   *
   * @param progress told in words how far it is
   * @return the event {@code retention_applied}, durable; empty where there was nothing to do
   * @throws RetentionException when it could not be done; then nothing was removed
   * @throws solo.core.capability.AccessDeniedException when the caller may not
   */
  Optional<Event> apply(Caller caller, String reason, Consumer<String> progress)
      throws RetentionException, InterruptedException;

  /** Why the last application by itself failed, newest first; empty where all is well. */
  List<String> troubles();
}
