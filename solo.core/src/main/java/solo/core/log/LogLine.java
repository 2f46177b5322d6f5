package solo.core.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.osgi.service.log.LogEntry;
import solo.core.tenant.Printable;

/**
 * One entry as text: {@code 2026-01-31T12:00:00.000Z INFO solo.core message}, one line whatever the
 * message holds, then the stack trace with four blanks before each line. Pure.
 */
final class LogLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private LogLine() {}

  static String of(LogEntry entry) {
    StringBuilder out = new StringBuilder(160);
    TIME.formatTo(Instant.ofEpochMilli(entry.getTime()), out);
    out.append(' ').append(String.format("%-5s", entry.getLogLevel())).append(' ');
    out.append(oneLine(entry.getLoggerName())).append(' ');
    out.append(oneLine(entry.getMessage())).append('\n');
    if (entry.getException() != null) {
      appendTrace(out, entry.getException());
    }
    return out.toString();
  }

  private static void appendTrace(StringBuilder out, Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace, true));
    trace
        .toString()
        .lines()
        .forEach(line -> out.append("    ").append(oneLine(line.replace("\t", "  "))).append('\n'));
  }

  /**
   * Control characters as {@code \\uXXXX}. A backslash stays as it is: most text from outside was
   * escaped where it came in, and escaping it twice would only make it harder to read.
   */
  private static String oneLine(String text) {
    return Printable.escape(text).replace("\\\\", "\\");
  }
}
