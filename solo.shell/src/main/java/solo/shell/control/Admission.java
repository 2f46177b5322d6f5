package solo.shell.control;

import java.util.Optional;
import java.util.regex.Pattern;
import solo.core.recovery.Replayer.Progress;

/** Which commands are taken at all, which before the recovery is done, and which in a stop. */
final class Admission {
  /**
   * One plain command that only looks, or stops. Not a pipe, a list, an assignment or a closure:
   * those could hold any other.
   */
  private static final Pattern EARLY = plain("status|report|events|why|version|shutdown");

  /** The same, for what only looks at a container that stops. */
  private static final Pattern LATE = plain("status|report|events|services|why|version|shutdown");

  private Admission() {}

  private static Pattern plain(String commands) {
    return Pattern.compile(
        "[ \\t]*(solo:)?("
            + commands
            + ")([ \\t]+([\\w:./,+-][\\w:./,=+-]*|'[^'\\n\\r]*'))*[ \\t]*");
  }

  /** Why a command cannot be taken whatever the state, if so. */
  static Optional<String> malformed(String command) {
    if (command.isBlank()) {
      return Optional.of("the command is empty");
    }
    return command
        .chars()
        .filter(c -> Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r')
        .mapToObj("the command holds the control character U+%04X"::formatted)
        .findFirst();
  }

  /**
   * Why a command has to wait, if so.
   *
   * @param progress of the recovery; empty when it has not begun
   */
  static Optional<String> early(String command, Optional<Progress> progress) {
    if (progress.map(Progress::ready).orElse(false) || EARLY.matcher(command).matches()) {
      return Optional.empty();
    }
    return Optional.of(recovering(progress));
  }

  /**
   * Why a command comes too late, if so.
   *
   * @param stopping whether a stop has begun
   */
  static Optional<String> late(String command, boolean stopping) {
    return !stopping || LATE.matcher(command).matches()
        ? Optional.empty()
        : Optional.of("Solo is shutting down: only what looks is answered, see 'solo status'");
  }

  /** What to tell someone who is too early. */
  static String recovering(Optional<Progress> progress) {
    String how =
        progress
            .filter(now -> now.planned() > 0)
            .map(now -> " (%d of %d services)".formatted(now.done(), now.planned()))
            .orElse("");
    return "recovering" + how + ": try again when 'solo status' says ready";
  }
}
