package solo.eventstore.audit;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import solo.core.event.Payload.RetentionApplied;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.audit.SignedLine.Word;
import solo.eventstore.journal.TakenOut;

/** Whether what is kept of old events is what the log says, and what was signed. Pure. */
final class BaseCheck {
  private static final String RESTORE =
      "restore data/events from a backup; archives in data/archive still hold the events";

  private BaseCheck() {}

  /** What stands for a base: as proved, where that was signed too. */
  static Optional<SignedLine> witness(List<SignedLine> signed, UUID instance, TakenOut base) {
    List<SignedLine> all = signed.stream().filter(one -> one.standsFor(instance, base)).toList();
    return all.stream()
        .filter(one -> one.word() == Word.BASE)
        .findFirst()
        .or(() -> all.stream().findFirst());
  }

  /**
   * What is wrong, empty where nothing is.
   *
   * @param witness what stands for it
   * @param signed whether something has to
   */
  static Optional<Finding> of(
      TakenOut base, Excuses excuses, Optional<SignedLine> witness, boolean signed) {
    Optional<String> contradicted = told(base, excuses, witness.map(SignedLine::word));
    if (contradicted.isPresent()) {
      return Optional.of(finding(base, contradicted.get(), RESTORE, 0));
    }
    return witness.isEmpty() && signed ? unsigned(base, excuses) : Optional.empty();
  }

  /** Nothing that was signed stands for it. */
  static Optional<Finding> unsigned(TakenOut base, Excuses excuses) {
    long by = excuses.ofBase(base);
    String fix =
        by == 0
            ? "find out who wrote to data/events, and restore it from a backup; if it was you,"
                + " 'solo:audit accept'"
            : "nothing, if event " + by + " is what you did";
    String what =
        "what is kept of events up to %d was not signed when they were taken out: SHA-256 %s"
            .formatted(base.through(), base.sha256());
    return Optional.of(finding(base, what, fix, by));
  }

  private static Optional<String> told(TakenOut base, Excuses excuses, Optional<Word> witness) {
    List<RetentionApplied> told = excuses.retentions(base.through());
    if (told.isEmpty()) {
      // one that was restored to before it was told of is as it was met
      boolean restored = witness.isPresent() && excuses.ofAnOlder(base.through()) > 0;
      return restored || witness.filter(word -> word == Word.BASE).isPresent()
          ? Optional.empty()
          : Optional.of(
              "no event tells that events up to %d were taken out".formatted(base.through()));
    }
    if (told.stream().noneMatch(one -> one.base().equals(base.sha256()))) {
      return Optional.of(
          "what is kept of events up to %d is not what was written: SHA-256 %s, and the log says %s"
              .formatted(base.through(), base.sha256(), told.get(told.size() - 1).base()));
    }
    return told.stream().anyMatch(one -> one.link().equals(base.link()))
        ? Optional.empty()
        : Optional.of(
            "event %d, the last that was taken out, has link %s by the base and %s by the log"
                .formatted(base.through(), base.link(), told.get(told.size() - 1).link()));
  }

  private static Finding finding(TakenOut base, String what, String fix, long acceptedBy) {
    return new Finding(
        Kind.BASE_BROKEN,
        "",
        "",
        "1-" + base.through(),
        what + "; nothing proves events 1 to " + base.through(),
        fix,
        false,
        acceptedBy);
  }
}
