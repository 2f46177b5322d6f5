package solo.recovery.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/**
 * How many automatic repairs there may be within an hour, in all and of one thing, so that neither
 * a fight with something else nor a service that never starts goes on for ever. Safe for use by
 * many threads.
 */
final class Budget {
  private static final long HOUR_MS = TimeUnit.HOURS.toMillis(1);

  /** What becomes of one repair. */
  enum Verdict {
    /** It may be made. */
    ALLOWED,
    /** It was tried a moment ago, or too often without success. */
    LATER,
    /** It worked each time, and each time the thing was broken again. */
    FIGHT,
    /** All repairs of this hour are made. */
    SPENT
  }

  private record Try(String item, int repairs, long atMs, boolean worked) {}

  private final int perHour;
  private final int perItem;
  private final long spacingMs;
  private final LongSupplier clockMs;
  private final Deque<Try> tries = new ArrayDeque<>();

  /**
   * An unspent budget.
   *
   * @param spacingMs that lie at least between two repairs of one thing
   * @param clockMs milliseconds of any origin, never going back
   */
  Budget(int perHour, int perItem, long spacingMs, LongSupplier clockMs) {
    this.perHour = perHour;
    this.perItem = perItem;
    this.spacingMs = spacingMs;
    this.clockMs = clockMs;
  }

  /** One turn of repairs of a thing was tried. */
  synchronized void tried(String item, int repairs, boolean worked) {
    tries.add(new Try(item, repairs, clockMs.getAsLong(), worked));
  }

  /** Those that may be made now. */
  synchronized List<Suspicion> allowed(List<Suspicion> repairable) {
    List<Suspicion> allowed = new ArrayList<>();
    for (Suspicion suspicion : repairable) {
      if (judge(suspicion.item()) == Verdict.ALLOWED && made() + allowed.size() < perHour) {
        allowed.add(suspicion);
      }
    }
    return allowed;
  }

  private int made() {
    return tries.stream().mapToInt(Try::repairs).sum();
  }

  /** Whether a thing may be repaired now. */
  synchronized Verdict judge(String item) {
    long now = clockMs.getAsLong();
    while (!tries.isEmpty() && now - tries.peek().atMs() >= HOUR_MS) {
      tries.remove();
    }
    List<Try> own = tries.stream().filter(t -> t.item().equals(item)).toList();
    Try last = own.isEmpty() ? null : own.get(own.size() - 1);
    if (own.size() >= perItem) {
      return last != null && last.worked() ? Verdict.FIGHT : Verdict.LATER;
    } else if (made() >= perHour) {
      return Verdict.SPENT;
    }
    return last != null && now - last.atMs() < spacingMs ? Verdict.LATER : Verdict.ALLOWED;
  }

  /** What is to be said of repairs that are not made any more. */
  List<Suspicion> fights(Collection<Suspicion> repairable) {
    List<Suspicion> fights = new ArrayList<>();
    boolean spent = false;
    for (Suspicion suspicion : repairable) {
      Verdict verdict = judge(suspicion.item());
      spent |= verdict == Verdict.SPENT && perHour > 0;
      if (verdict == Verdict.FIGHT) {
        fights.add(Suspicion.of(fight(suspicion)));
      }
    }
    if (spent) {
      fights.add(
          Suspicion.of(
              Finding.of(
                  Kind.REPAIR_FIGHT,
                  "budget",
                  "%d repairs were tried within an hour".formatted(perHour),
                  "find out what breaks them; verify --fix repairs all the same",
                  false)));
    }
    return fights;
  }

  private Finding fight(Suspicion broken) {
    return new Finding(
        Kind.REPAIR_FIGHT,
        broken.finding().tenant(),
        broken.finding().service(),
        broken.key().isPresent() ? "" : broken.item(),
        "repaired %d times within an hour, and again: %s: %s"
            .formatted(perItem, broken.finding().kind(), broken.finding().detail()),
        "find out what breaks it; verify --fix repairs it all the same",
        false,
        0);
  }
}
