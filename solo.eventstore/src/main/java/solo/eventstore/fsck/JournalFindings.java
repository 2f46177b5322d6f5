package solo.eventstore.fsck;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.journal.DamagedJournalException;
import solo.eventstore.journal.Gap;
import solo.eventstore.journal.JournalCheck;
import solo.eventstore.journal.JournalCheck.Damage;

/** What a check of the journal means, and what to do. Pure. */
final class JournalFindings {
  private JournalFindings() {}

  /**
   * The findings, in the order of the ids.
   *
   * @param acceptedBy the event that accepts a gap, 0 where there is none yet
   */
  static List<Found> of(JournalCheck.Report report, ToLongFunction<Gap> acceptedBy) {
    List<Found> found = new ArrayList<>();
    report.stopped().ifPresent(stopped -> found.add(Found.of(stopped(stopped))));
    report.brokenGapFiles().forEach(broken -> found.add(Found.of(broken(broken))));
    report.damages().forEach(damage -> found.add(Found.of(damage(damage))));
    for (Gap gap : report.accepted()) {
      found.add(new Found(accepted(gap, acceptedBy.applyAsLong(gap)), true));
    }
    return found;
  }

  private static Finding stopped(DamagedJournalException stopped) {
    if (stopped.irreplaceable()) {
      return Finding.of(
          Kind.BASE_BROKEN,
          String.valueOf(stopped.segment().getFileName()),
          stopped.getMessage(),
          "restore a backup: what is kept of the events that were taken out cannot be made again",
          false);
    }
    String fix =
        stopped.acceptable()
            ? "restore a backup: there is more damage than can be accepted step by step"
            : "put that file right, which loses nothing; then run './solo fsck' again";
    return Finding.of(Kind.STORE_UNREADABLE, "journal", stopped.getMessage(), fix, false);
  }

  private static Finding broken(DamagedJournalException broken) {
    String name = broken.segment().getFileName().toString();
    return Finding.of(
        Kind.STORE_UNREADABLE,
        name,
        broken.getMessage(),
        "restore it from a backup; or move it away and accept the loss again, which"
            + " './solo fsck' then tells",
        false);
  }

  private static Finding damage(Damage damage) {
    Gap gap = damage.gap();
    String detail = "%s: %s, %s".formatted(damage.problem().getMessage(), gap.what(), gap.where());
    String fix =
        "restore a backup, or accept the loss: ./solo fsck --accept-loss " + gap.firstLost();
    return Finding.of(kind(gap), about(gap), detail, fix, false);
  }

  private static Finding accepted(Gap gap, long event) {
    Gap.Acceptance acceptance = gap.acceptance();
    String said = acceptance.reason().isEmpty() ? "" : " (" + acceptance.reason() + ")";
    String detail =
        "%s, %s; accepted by %s on %s%s"
            .formatted(gap.what(), gap.where(), acceptance.by(), acceptance.at(), said);
    String fix =
        event == 0
            ? "nothing: the next start writes the event data_loss_accepted"
            : "nothing: event " + event + " says that it was accepted";
    return new Finding(kind(gap), "", "", about(gap), detail, fix, false, event);
  }

  private static Kind kind(Gap gap) {
    return gap.lost() == 0 ? Kind.CHAIN_BROKEN : Kind.LOG_GAP;
  }

  private static String about(Gap gap) {
    return gap.lost() == 0
        ? String.valueOf(gap.firstLost())
        : gap.firstLost() + "-" + gap.lastLost();
  }
}
