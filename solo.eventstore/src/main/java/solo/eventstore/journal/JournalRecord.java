package solo.eventstore.journal;

import java.util.Objects;

/**
 * One record of an event. The arrays are not copied: nobody changes them. Two records are compared
 * by {@link #link}, not by {@code equals}.
 *
 * @param id above 0, one more than the record's before it
 * @param timeMs UTC milliseconds, never below that of the record before it
 * @param link 32 bytes: SHA-256 over the link before it, the header and the body's SHA-256
 * @param segment the ordinal of the segment that holds it, from 1
 * @param offset where it starts in the segment's file
 */
public record JournalRecord(
    long id, long timeMs, byte[] link, long segment, long offset, byte[] body) {

  /** Checks the fields. */
  public JournalRecord {
    Objects.requireNonNull(link, "link");
    Objects.requireNonNull(body, "body");
  }
}
