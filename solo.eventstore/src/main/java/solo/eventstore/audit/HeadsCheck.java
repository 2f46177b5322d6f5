package solo.eventstore.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether each line of a file of heads is what a key signed, and none is missing between. Pure. */
final class HeadsCheck {
  /**
   * What is wrong.
   *
   * @param firstId the first event of which it is no proof any more
   * @param what on one line
   * @param unknownKey the id of the key that is not at hand, where that is all; else empty
   * @param count how many lines are wrong by the same measure
   */
  record Broken(long firstId, String what, String unknownKey, int count) {
    private Broken andMore() {
      return new Broken(firstId, what, unknownKey, count + 1);
    }
  }

  private final OpenKeys keys;
  private final List<SignedLine> sound = new ArrayList<>();
  private final List<SignedLine> statements = new ArrayList<>();
  private Optional<Broken> broken = Optional.empty();
  private Optional<Broken> unknown = Optional.empty();

  private HeadsCheck(OpenKeys keys) {
    this.keys = keys;
  }

  /** Checks all. */
  static HeadsCheck of(Heads heads, OpenKeys keys) {
    HeadsCheck check = new HeadsCheck(keys);
    Heads.Line before = null;
    for (int i = 0; i < heads.lines().size(); i++) {
      check.line(i + 2, heads.lines().get(i), before);
      before = heads.lines().get(i);
    }
    return check;
  }

  /** The heads that a key signed, in the order of the file. */
  List<SignedLine> sound() {
    return sound;
  }

  /** What a key signed beside heads: of bases, and of the file itself. */
  List<SignedLine> statements() {
    return statements;
  }

  /** That there were no heads though some had been signed, where nobody accepted that. */
  static Optional<SignedLine> begunAnew(List<SignedLine> statements) {
    Optional<SignedLine> found = Optional.empty();
    for (SignedLine one : statements) {
      found =
          switch (one.word()) {
            case ANEW -> Optional.of(one);
            case ACCEPTED -> Optional.empty();
            default -> found;
          };
    }
    return found;
  }

  /** What is not as it was signed. */
  Optional<Broken> broken() {
    return broken;
  }

  /** What a key has signed that is not at hand. */
  Optional<Broken> unknown() {
    return unknown;
  }

  private void line(int number, Heads.Line line, Heads.Line before) {
    if (line.signed().isEmpty()) {
      broken("line %d is no head".formatted(number));
      return;
    }
    SignedLine head = line.signed().get();
    Optional<String> seam = seam(head, before);
    if (!keys.has(head.keyId())) {
      String what = "head %d is signed by key %s, which is none of those at hand";
      unknown =
          unknown
              .map(Broken::andMore)
              .or(() -> Optional.of(wrong(what.formatted(head.number(), head.keyId()), head)));
    } else if (!keys.signed(head)) {
      broken("line %d, head %d, is not what was signed".formatted(number, head.number()));
    } else if (seam.isPresent()) {
      broken("line %d, head %d: %s".formatted(number, head.number(), seam.get()));
      sound(head);
    } else {
      sound(head);
    }
  }

  private void sound(SignedLine line) {
    (line.isHead() ? sound : statements).add(line);
  }

  /** The first line has nothing before it: what was older is dropped in time. */
  private static Optional<String> seam(SignedLine head, Heads.Line before) {
    if (before == null) {
      boolean first = head.number() == 1;
      return first && !head.previous().equals(HeadsFormat.NONE_BEFORE)
          ? Optional.of("it is the first and names one before it")
          : Optional.empty();
    }
    if (head.previous().equals(HeadsFormat.digest(before.text()))) {
      return Optional.empty();
    }
    long expected = before.signed().map(SignedLine::number).orElse(0L) + 1;
    if (head.number() <= expected || expected == 1) {
      return Optional.of("it does not follow the line before it, which was changed or moved");
    }
    long last = head.number() - 1;
    return Optional.of(
        last == expected
            ? "head %d before it is missing".formatted(last)
            : "heads %d to %d before it are missing".formatted(expected, last));
  }

  private void broken(String what) {
    broken = broken.map(Broken::andMore).or(() -> Optional.of(wrong(what, null)));
  }

  private Broken wrong(String what, SignedLine head) {
    long proved = sound.stream().mapToLong(SignedLine::id).max().orElse(0);
    return new Broken(proved + 1, what, head == null ? "" : head.keyId(), 1);
  }
}
