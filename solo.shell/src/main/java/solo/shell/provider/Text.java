package solo.shell.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import solo.core.tenant.Printable;

/** Values as text. */
final class Text {
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private static final int SHORT_DIGEST = 12;

  private Text() {}

  /** UTC with exactly three digits of a second, so that texts sort as times. */
  static String time(Instant time) {
    return MILLIS.format(time);
  }

  /** Enough of a digest to tell artifacts apart by eye. */
  static String digest(String digest) {
    return digest.length() > SHORT_DIGEST ? digest.substring(0, SHORT_DIGEST) : digest;
  }

  /** Such as {@code 1 service} and {@code 2 services}. */
  static String count(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  /** A duration in its two largest units. */
  static String duration(long ms) {
    Duration time = Duration.ofMillis(ms);
    if (time.toDays() > 0) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    if (time.toMinutes() > 0) {
      return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
    return ms < 10_000 ? ms + " ms" : time.toSeconds() + " s";
  }

  /**
   * A message on one line. Other than {@link Printable#escape} it leaves a backslash alone, so that
   * what a message already holds escaped stays as it is.
   */
  static String line(String message) {
    StringBuilder out = new StringBuilder();
    message
        .codePoints()
        .forEach(c -> out.append(c == '\\' ? "\\" : Printable.escape(Character.toString(c))));
    return out.toString();
  }
}
