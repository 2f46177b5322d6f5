package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.util.promise.Promise;

/**
 * The journal of one directory. Safe for use by many threads; an interrupt of a calling thread
 * harms neither the journal nor its files. The format and the open algorithm are in
 * docs/formats/journal.md.
 */
public final class Journal implements AutoCloseable {
  /** The longest body of a record. */
  public static final int MAX_BODY = 1 << 20;

  private Journal() {}

  /**
   * Opens the journal of a directory, or creates one where there is none. Reads the last segment in
   * full, of the others the header and the last record. The caller holds the data directory's lock.
   *
   * @param onAcknowledged gets each record on the writer's thread, in the order of the ids, after
   *     it is forced and before its promise resolves; must not block and not throw
   * @throws DamagedJournalException when acknowledged data is damaged; nothing was changed
   * @throws NewerFormatException when a newer version of Solo wrote it; nothing was changed
   */
  public static Journal open(
      Path dir, JournalOptions options, Disk disk, Consumer<JournalRecord> onAcknowledged)
      throws IOException, DamagedJournalException {
    throw new UnsupportedOperationException();
  }

  /** What opening found and did. */
  public OpenReport openReport() {
    throw new UnsupportedOperationException();
  }

  /** {@link #append(byte[], boolean)} of a record that is not essential. */
  public Promise<JournalRecord> append(byte[] body) {
    return append(body, false);
  }

  /**
   * Appends a record. The promise resolves when it is forced to disk, in the order of the ids. It
   * fails with {@link solo.core.event.EventStoreException} of cause DISK_FULL (nothing was written)
   * or IO_FAILURE (it may be in the journal at the next start). Where the queue is full the call
   * waits; an interrupt does not end the wait and is kept for the caller.
   *
   * @param essential whether it may use the space that is kept for a full disk: kills, revokes, the
   *     record of the stop
   * @throws solo.core.event.EventStoreException of cause CLOSED or TOO_LARGE
   */
  public Promise<JournalRecord> append(byte[] body, boolean essential) {
    throw new UnsupportedOperationException();
  }

  /** The id of the last acknowledged record, 0 for none. */
  public long lastAcknowledgedId() {
    throw new UnsupportedOperationException();
  }

  /**
   * The records after an id, ending with the last one acknowledged at the call. May be read while
   * the journal is written. To be closed by the caller.
   */
  public JournalCursor read(long afterId) {
    throw new UnsupportedOperationException();
  }

  /**
   * One acknowledged record by its place, checked against its checksum but not the chain.
   *
   * @throws solo.core.event.EventStoreException of cause DAMAGED when no whole record starts there
   * @throws IllegalArgumentException when no acknowledged record can be there
   */
  public JournalRecord readAt(long segment, long offset) {
    throw new UnsupportedOperationException();
  }

  /**
   * The link of an acknowledged record, 32 zeros for id 0. Reads the record's segment up to it.
   *
   * @throws IllegalArgumentException when there is no acknowledged record with the id
   */
  public byte[] linkAt(long id) {
    throw new UnsupportedOperationException();
  }

  /** Resolves when everything appended before the call is forced and sealed. */
  public Promise<Void> flush() {
    throw new UnsupportedOperationException();
  }

  /** Why ordinary records are refused, while the disk is full. */
  public Optional<String> diskFull() {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes, forces and seals what is queued, then closes the files. Later appends fail. Closing
   * twice is fine.
   */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
