package solo.shell.provider;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import solo.core.tenant.Printable;

/**
 * Events as RFC 4180 has it: every cell between quotes, a quote doubled, CR LF after a line. What
 * is the type's own is one cell of JSON, so that every line has the same cells. Pure.
 */
final class Csv {
  private static final String PAYLOAD = "payload";

  /** With what a spreadsheet takes a cell for a formula. */
  private static final String FORMULA = "=+-@";

  private Csv() {}

  static String header() {
    return Stream.concat(EventRows.ENVELOPE.stream(), Stream.of(PAYLOAD))
            .map(Csv::quoted)
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  static String line(Map<String, Object> row) {
    Map<String, Object> payload = new LinkedHashMap<>(row);
    payload.keySet().removeAll(EventRows.ENVELOPE);
    Stream<String> envelope = EventRows.ENVELOPE.stream().map(key -> cell(row.get(key)));
    return Stream.concat(envelope, Stream.of(quoted(Json.of(payload))))
            .collect(Collectors.joining(","))
        + "\r\n";
  }

  /** On one line, and never a formula: an apostrophe stands before what would begin one. */
  private static String cell(Object value) {
    String text = Printable.escape(String.valueOf(value));
    boolean formula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
    return quoted(formula ? "'" + text : text);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
