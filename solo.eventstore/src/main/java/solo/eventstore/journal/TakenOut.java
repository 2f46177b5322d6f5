package solo.eventstore.journal;

import java.util.HexFormat;

/**
 * What was taken out of a journal.
 *
 * @param through the last id of it
 * @param link of that record, 64 hex digits
 * @param sha256 of the file that holds what is kept of it, 64 hex digits
 */
public record TakenOut(long through, String link, String sha256) {
  static TakenOut of(Base base) {
    String link = HexFormat.of().formatHex(base.facts().link());
    return new TakenOut(base.through(), link, base.sha256());
  }
}
