package solo.shell.provider;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import solo.core.tenant.Printable;

/** Durations as people write them. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([smhd])");
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private Durations() {}

  /**
   * Reads such as {@code 90s}, {@code 15m}, {@code 8h} and {@code 30d}, above 0.
   *
   * @throws CommandException that names the option and the form
   */
  static Duration parse(String option, String text) throws CommandException {
    Matcher parts = FORM.matcher(text);
    if (parts.matches() && Long.parseLong(parts.group(1)) > 0) {
      return Duration.of(Long.parseLong(parts.group(1)), UNITS.get(parts.group(2)));
    }
    throw new CommandException(
        "%s is a whole number above 0 and a unit, such as 90s, 15m, 8h or 30d, not %s"
            .formatted(option, Printable.quote(text)));
  }
}
