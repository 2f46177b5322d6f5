package solo.eventstore.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.audit.Comparing.Lost;

/** What signed heads say of a log, and what to do. Each finding names the first bad event. Pure. */
record HeadFindings(Path file, UUID instance, long lastId, Excuses excuses) {
  private static final String LOST =
      "keep a copy of the data and the state directory; restore a backup, and find out who wrote to"
          + " data/events";
  private static final String BROKEN =
      "keep a copy of it; compare it with the copy that you keep elsewhere, and find out who wrote"
          + " to the state directory";

  /** What is wrong with the file itself. */
  List<Finding> of(HeadsCheck check) {
    List<Finding> found = new ArrayList<>();
    check.broken().ifPresent(b -> found.add(finding(b, BROKEN)));
    check.unknown().ifPresent(b -> found.add(finding(b, unknownKey(b.unknownKey()))));
    return found;
  }

  /**
   * A log cannot vouch for the key that is to prove it, so that it tells of one accepts nothing.
   */
  private String unknownKey(String id) {
    long told = excuses.ofKey(id);
    return told == 0
        ? BROKEN
        : ("event %d tells of that key, which proves nothing by itself: give its public key too,"
                + " from audit.pub in the state directory or your copy of it; where both are lost,"
                + " see docs/audit.md, 'A key that is lost'")
            .formatted(told);
  }

  private Finding finding(HeadsCheck.Broken broken, String fix) {
    String more =
        switch (broken.count()) {
          case 1 -> "";
          case 2 -> ", and so is one more line";
          default -> ", and so are %d more lines".formatted(broken.count() - 1);
        };
    return Finding.of(
        Kind.SIGNATURE_BROKEN,
        String.valueOf(broken.firstId()),
        "%s: %s%s; the first event without its proof is %d"
            .formatted(Printable.escape(file.toString()), broken.what(), more, broken.firstId()),
        fix,
        false);
  }

  /** Heads that are not in the log: the first, and the first of each explanation. */
  List<Finding> of(Comparing compared) {
    Map<Long, List<Lost>> byExcuse = new TreeMap<>();
    for (Lost lost : compared.lost()) {
      long by = excuses.of(lost.head(), isForeign(lost.head()));
      byExcuse.computeIfAbsent(by, id -> new ArrayList<>()).add(lost);
    }
    List<Finding> found = new ArrayList<>();
    byExcuse.forEach((by, lost) -> found.add(lost(by, lost)));
    return found;
  }

  private boolean isForeign(SignedLine head) {
    return !head.mark().instance().equals(instance);
  }

  private Finding lost(long by, List<Lost> all) {
    Lost first = all.get(0);
    SignedLine head = first.head();
    boolean foreign = isForeign(head);
    boolean cut = !foreign && head.id() > lastId && !first.wentOn();
    long proved = first.fits();
    long firstBad = foreign ? 1 : by != 0 ? excuses.firstOf(head) : cut ? lastId + 1 : proved + 1;
    String what = foreign ? foreign(head) : cut ? cut(all) : changed(head, firstBad);
    String more = all.size() == 1 ? "" : "; %d signed heads do not fit".formatted(all.size());
    String fix = by == 0 ? LOST : "nothing, if event " + by + " is what you did";
    return new Finding(
        Kind.SIGNED_HEAD_LOST, "", "", String.valueOf(firstBad), what + more, fix, false, by);
  }

  private String foreign(SignedLine head) {
    return "head %d of %s signs event %d of log %s, and this is log %s: from event 1 on it is another one"
        .formatted(head.number(), head.at(), head.id(), head.mark().instance(), instance);
  }

  private String cut(List<Lost> all) {
    SignedLine newest = all.get(all.size() - 1).head();
    return "the log ends with event %d, and head %d of %s signs event %d: event %d is the first that is missing; no head proves those after event %d"
        .formatted(
            lastId, newest.number(), newest.at(), newest.id(), lastId + 1, all.get(0).fits());
  }

  private String changed(SignedLine head, long firstBad) {
    String which =
        firstBad == head.id()
            ? "event %d is the first that is not what was written".formatted(firstBad)
            : "the first that is not what was written is one of events %d to %d"
                .formatted(firstBad, head.id());
    return "event %d is not the one that head %d signed on %s: the log was written anew from before it on; %s"
        .formatted(head.id(), head.number(), head.at(), which);
  }

  /** What the file says of itself. */
  static Finding begunAnew(Path file, SignedLine anew) {
    return Finding.of(
        Kind.SIGNED_HEADS_MISSING,
        "",
        "%s was begun anew on %s, at event %d: the heads that key %s, or one before it, had signed are gone"
            .formatted(Printable.escape(file.toString()), anew.at(), anew.id(), anew.keyId()),
        "find out who wrote to the state directory; prove the events before it by a copy that you"
            + " keep, then 'solo:audit accept'",
        false);
  }

  /** Nothing can be compared. */
  static Finding missing(String why) {
    return Finding.of(
        Kind.SIGNED_HEADS_MISSING,
        "",
        Printable.escape(why),
        "nothing for a new log; else put the state directory back from a copy",
        false);
  }
}
