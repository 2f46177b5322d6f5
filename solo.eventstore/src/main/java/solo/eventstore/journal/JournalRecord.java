package solo.eventstore.journal;

import java.util.Objects;

/**
 * One record of an event. The arrays are not copied: nobody changes them. Two records are compared
 * by {@link #link}, not by {@code equals}.
 *
 * @param id above 0, one more than the record's before it
 * @param timeMs UTC milliseconds, never below that of the record before it
 * @param link 32 bytes: SHA-256 over the link before it, the header and the body's SHA-256
 * @param segment the ordinal of the segment that holds it, from 1; or {@link #IN_THE_BASE}
 * @param offset where it starts in that file
 */
public record JournalRecord(
    long id, long timeMs, byte[] link, long segment, long offset, byte[] body) {

  /** The ordinal of what holds the records that are kept of segments that were taken out. */
  public static final long IN_THE_BASE = 0;

  /** Checks the fields. */
  public JournalRecord {
    Objects.requireNonNull(link, "link");
    Objects.requireNonNull(body, "body");
  }
}
