package solo.eventstore.journal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What opening a journal found and did.
 *
 * @param instance the journal's own id, drawn when it was created
 * @param lastId the last record's id, 0 for none; where nothing followed a gap, its last lost id
 * @param lastMs the last record's time, 0 for none; after a gap, what is known of it
 * @param created whether there was no journal before
 * @param cut the torn tail that was removed, empty where there was none
 * @param rewritten how many records, the last ones, were written and forced again because nothing
 *     on disk proved them durable
 * @param gaps what was lost before, and was accepted, oldest first
 */
public record OpenReport(
    UUID instance,
    long lastId,
    long lastMs,
    boolean created,
    Optional<Cut> cut,
    int rewritten,
    List<Gap> gaps) {

  /**
   * The end of an interrupted write. No acknowledged record was in it.
   *
   * @param segment the segment's file
   * @param offset where it began
   * @param bytes from there to the last byte that was not zero
   */
  public record Cut(Path segment, long offset, long bytes) {}
}
