package solo.eventstore.audit;

import java.util.Optional;
import solo.core.event.Payload.RetentionApplied;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** What is wrong with archived segments. Pure. */
final class ArchiveCheck {
  private static final String FIX =
      "put the archive back from a copy; the log that goes on after it is proved without it";

  private ArchiveCheck() {}

  /** One that is not what was written. */
  static Finding broken(long firstId, Exception why) {
    return Finding.of(
        Kind.ARCHIVE_BROKEN,
        String.valueOf(firstId),
        "event %d is the first that cannot be read from the archives as it was written: %s; later archives were not compared"
            .formatted(firstId, why.getMessage()),
        FIX,
        false);
  }

  /** Some that are not there, where older ones are: not so where the log says they were deleted. */
  static Optional<Finding> missing(long from, long to, Excuses excuses) {
    boolean deleted =
        excuses
            .retentionOf(from)
            .map(RetentionApplied::action)
            .filter("delete"::equals)
            .isPresent();
    return deleted
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                Kind.ARCHIVE_BROKEN,
                from + "-" + to,
                "events %d to %d are in no archive, and older ones are".formatted(from, to),
                FIX,
                false));
  }
}
