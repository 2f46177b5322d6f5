package solo.core.event;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.util.promise.Promise;

/**
 * The truth: an append-only, durable, hash-chained log of events. Safe for use by many threads. An
 * interrupt of a calling thread harms neither the store nor its files.
 */
@ProviderType
public interface EventStore {

  /**
   * Appends an event. Never blocks on I/O. The promise resolves when the event is forced to disk
   * and is in every query that starts from then on; promises of one store resolve in the order of
   * their ids. It fails with {@link EventStoreException}: then the event was not acknowledged, and
   * is either not in the log or, after a failure of the disk, may appear in it at the next start.
   * Where the queue is full the call waits until there is room. {@link
   * Payload.SystemShutdownComplete} is the last event of a process: once it is appended, every
   * later append fails as closed, and so does one that waits for room then. Nothing is ever behind
   * it in the log. That holds also when its promise fails: a stop that could not be told is over
   * all the same.
   *
   * @throws EventStoreException of {@link EventStoreException.Cause#CLOSED} or {@link
   *     EventStoreException.Cause#TOO_LARGE} at once
   */
  Promise<Event> append(EventDraft draft);

  /**
   * Why an event of the next moment may be refused, as on a full disk, with what to do about it;
   * empty where there is room. For who acts first and tells then: what cannot be told is better not
   * done. It says nothing of an event that others leave no room for meanwhile.
   */
  default Optional<String> refusing() {
    return Optional.empty();
  }

  /** The id of the last acknowledged event, 0 for an empty store. */
  long lastId();

  /**
   * The last event that retention took out of the log, 0 for none. Of those up to it only the ones
   * are there, under their ids, that something rests on: the others are neither lost nor an error,
   * and whoever has folded the log up to an earlier id but 0 has to begin anew with the first.
   */
  default long takenOutThrough() {
    return 0;
  }

  /** One acknowledged event, empty where there is none with the id. */
  Optional<Event> event(long id);

  /**
   * The acknowledged events that match, by index: the cost depends on the answer's size, not the
   * log's.
   */
  List<Event> query(EventQuery query);

  /**
   * Every acknowledged event after an id, oldest first, straight from the journal's files with its
   * chain checked. Ends at the last event acknowledged when it was called.
   *
   * @param afterId exclusive; 0 reads from the begin
   * @throws EventStoreException of {@link EventStoreException.Cause#DAMAGED}, also from {@link
   *     EventCursor#next}, when a sealed record is not what was written
   */
  EventCursor read(long afterId);

  /**
   * Every acknowledged event after an id, and each later one as it is acknowledged: without a gap
   * and without a double. To be closed by the caller; it ends by itself when the store closes, and
   * is at its end where the store is closed already.
   *
   * @param afterId exclusive; 0 begins with the first; one that is not there yet is waited for
   * @throws IllegalArgumentException when the id is negative
   */
  EventFeed follow(long afterId);

  /**
   * Resolves when all that was appended before the call is forced to disk and the index is; fails
   * with what failed. Nothing pending is fine.
   */
  Promise<Void> flush();
}
