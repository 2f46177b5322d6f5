package solo.shell.provider;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import solo.core.tenant.Printable;

/** Answers as people read them. Every cell is escaped, so that a row is one line. */
final class Tables {
  /** Nothing is cut. */
  static final int UNLIMITED = 0;

  private static final String GAP = "  ";
  private static final String CUT = "...";

  private Tables() {}

  /**
   * The answer without a line end at its end.
   *
   * @param width of the terminal in characters, or {@link #UNLIMITED}; longer lines are cut
   */
  static String of(Answer answer, int width) {
    List<String> lines = new ArrayList<>();
    if (answer instanceof Listing listing) {
      table(listing, lines);
    } else if (answer instanceof Document document) {
      document(document, lines);
    }
    return lines.stream().map(line -> cut(line, width)).collect(Collectors.joining("\n"));
  }

  private static void document(Document document, List<String> lines) {
    int longest = document.lines().keySet().stream().mapToInt(String::length).max().orElse(0);
    for (Map.Entry<String, String> line : document.lines().entrySet()) {
      lines.add(pad(line.getKey(), longest) + GAP + Printable.escape(line.getValue()));
    }
    for (Listing listing : document.tables()) {
      lines.add("");
      table(listing, lines);
    }
  }

  private static void table(Listing listing, List<String> lines) {
    if (listing.isEmpty()) {
      lines.add(listing.empty());
      return;
    }
    List<List<String>> cells = new ArrayList<>();
    cells.add(listing.columns().stream().map(c -> c.title().toUpperCase(Locale.ROOT)).toList());
    for (Map<String, Object> row : listing) {
      cells.add(
          listing.columns().stream().map(c -> Printable.escape(c.text().apply(row))).toList());
    }
    int[] widths = new int[listing.columns().size()];
    for (List<String> row : cells) {
      Arrays.setAll(widths, i -> Math.max(widths[i], length(row.get(i))));
    }
    cells.forEach(row -> lines.add(line(row, widths)));
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : GAP).append(pad(row.get(i), widths[i]));
    }
    return line.toString().stripTrailing();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - length(text));
  }

  private static String cut(String line, int width) {
    if (width <= CUT.length() || length(line) <= width) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, width - CUT.length())) + CUT;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
