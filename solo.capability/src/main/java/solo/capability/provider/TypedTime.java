package solo.capability.provider;

import java.time.Duration;

/** Durations as people type them, such as 90s, 15m, 8h or 30d. */
final class TypedTime {
  private record Unit(char letter, long seconds) {}

  private static final Unit[] UNITS = {
    new Unit('d', 86_400), new Unit('h', 3_600), new Unit('m', 60)
  };

  private static final long MANY = 1_000_000_000_000L;

  private TypedTime() {}

  /** By the largest unit of which it is a whole number; milliseconds where it is of no other. */
  static String text(Duration duration) {
    long seconds = duration.getSeconds();
    if (duration.getNano() != 0 && seconds < MANY) {
      return duration.toMillis() + " ms";
    }
    for (Unit unit : UNITS) {
      if (seconds != 0 && seconds % unit.seconds() == 0) {
        return seconds / unit.seconds() + "" + unit.letter();
      }
    }
    return seconds + "s";
  }
}
