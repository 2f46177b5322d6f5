package solo.eventstore.head;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import solo.core.verify.Finding;
import solo.core.verify.Head.Mark;
import solo.core.verify.Kind;

/** The head against the log that was opened: is it the same, and whole? */
final class Comparison {
  private static final String ACCEPT =
      "stop, and put the right data directory back; if this one is meant, start it and run:"
          + " ./solo exec 'solo:head --accept'";

  private final WitnessedLog log;

  Comparison(WitnessedLog log) {
    this.log = log;
  }

  /**
   * How the log stands to what is known of it.
   *
   * @throws RuntimeException when the log cannot be read at the known event
   */
  Known with(Known known) {
    if (continues(known.mark())) {
      return Known.following(known.mark(), known.at());
    }
    Optional<Known.Parted> before = known.parted().filter(parted -> continues(parted.now()));
    return new Known(known.mark(), known.at(), before.or(() -> Optional.of(part(known.mark()))));
  }

  /**
   * Whether an event is in the log, or lost by acceptance, or taken out; none is in every state of
   * its own. The log may have been open for long: the head's witness is restarted with what it
   * depends on, and knows what came since.
   */
  private boolean continues(Mark mark) {
    return mark.instance().equals(log.instance())
        && mark.id() <= log.last().id()
        && (mark.id() == 0 || isGone(mark.id()) || mark.link().equals(link(mark.id())));
  }

  private Known.Parted part(Mark mark) {
    Mark now = new Mark(log.instance(), log.openedAt(), link(log.openedAt()));
    boolean same = mark.instance().equals(log.instance());
    if (log.openedAt() == 0) {
      return new Known.Parted(Kind.HEAD_AHEAD, 1, now);
    }
    if (same && log.openedAt() < mark.id()) {
      return new Known.Parted(Kind.HEAD_AHEAD, log.openedAt() + 1, now);
    }
    return new Known.Parted(Kind.HEAD_FOREIGN, same ? mark.id() : 1, now);
  }

  private boolean isGone(long id) {
    return log.isLost(id) || id < log.takenOutThrough();
  }

  /** Of an event that is lost, or was taken out, nothing is known. */
  private String link(long id) {
    return hex(id > 0 && isGone(id) ? new byte[32] : log.linkAt(id));
  }

  /** What an operator has to know of a log that is not the known one. */
  static Optional<Finding> finding(Known known, Path file) {
    return known.parted().map(parted -> finding(known, parted, file));
  }

  private static Finding finding(Known known, Known.Parted parted, Path file) {
    Mark mark = known.mark();
    String witness = "%s knows event %d of %s".formatted(file, mark.id(), known.at());
    String lost =
        parted.firstLost() == mark.id()
            ? "event " + mark.id() + " is missing"
            : "events %d to %d are missing".formatted(parted.firstLost(), mark.id());
    String detail;
    if (parted.kind() == Kind.HEAD_FOREIGN && mark.instance().equals(parted.now().instance())) {
      detail = "the data directory went on from another past: " + witness + ", which is not in it";
    } else if (parted.kind() == Kind.HEAD_FOREIGN) {
      detail =
          "the data directory is another one: %s of log %s, and this is log %s"
              .formatted(witness, mark.instance(), parted.now().instance());
    } else if (parted.firstLost() == 1) {
      detail = "the data directory was empty when it was opened: " + witness + "; " + lost;
    } else {
      detail =
          "the data directory is older than it was, it ended with event %d when it was opened: %s; %s"
              .formatted(parted.firstLost() - 1, witness, lost);
    }
    return Finding.of(parted.kind(), "", detail, ACCEPT, false);
  }

  /** A log that has events and no head. */
  static Finding missing(String why, Path file) {
    return Finding.of(
        Kind.HEAD_MISSING,
        "",
        "%s %s: this once it could not be told whether the data directory is the newest"
            .formatted(file, why),
        "nothing to do if this is the first start with this state directory: a head is kept from"
            + " now on",
        false);
  }

  static String hex(byte[] link) {
    return HexFormat.of().formatHex(link);
  }
}
