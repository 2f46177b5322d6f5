package solo.eventstore.clock;

import java.time.Duration;
import solo.core.clock.ContainerClock.Leap;

/** A leap in words. */
final class LeapText {
  /** What an operator can do. */
  static final String FIX =
      "set the machine's clock right, or accept it with 'solo:clock --accept'";

  private LeapText() {}

  /** Expected and actual, on one line. */
  static String of(Leap leap) {
    Duration by = leap.ahead();
    return "the machine's clock shows %s, %s %s the container's, which is %s; found %s"
        .formatted(
            leap.machine(),
            words(by.abs()),
            by.isNegative() ? "behind" : "ahead of",
            leap.container(),
            leap.atStart() ? "at start" : "while running");
  }

  private static String words(Duration by) {
    return by.toDays() >= 2
        ? by.toDays() + " days"
        : "%d h %d min".formatted(by.toHours(), by.toMinutesPart());
  }
}
