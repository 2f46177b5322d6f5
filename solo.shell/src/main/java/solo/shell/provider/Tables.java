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

  /** Prose is not folded into less. */
  private static final int NARROWEST = 30;

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
      document(document, width, lines);
    }
    return lines.stream().map(line -> cut(line, width)).collect(Collectors.joining("\n"));
  }

  private static void document(Document document, int width, List<String> lines) {
    int longest = document.lines().stream().mapToInt(l -> l.label().length()).max().orElse(0);
    for (Document.Line line : document.lines()) {
      String label = pad(line.label(), longest) + GAP;
      int room = width == UNLIMITED ? Integer.MAX_VALUE : width - label.length();
      for (String part : folded(Printable.escape(line.text()), Math.max(room, NARROWEST))) {
        lines.add(label + part);
        label = " ".repeat(label.length());
      }
    }
    for (Listing listing : document.tables()) {
      lines.add("");
      table(listing, lines);
    }
  }

  /** The text in lines of at most so many characters, broken at blanks where there are some. */
  private static List<String> folded(String text, int room) {
    List<String> parts = new ArrayList<>();
    String rest = text;
    while (length(rest) > room) {
      int end = rest.offsetByCodePoints(0, room);
      int blank = rest.lastIndexOf(' ', end);
      parts.add(rest.substring(0, blank > 0 ? blank : end));
      rest = rest.substring(blank > 0 ? blank + 1 : end);
    }
    parts.add(rest);
    return parts;
  }

  private static void table(Listing listing, List<String> lines) {
    if (listing.isEmpty()) {
      lines.add(listing.empty());
      return;
    }
    List<List<String>> cells = new ArrayList<>();
    cells.add(titles(listing.columns()));
    listing.forEach(row -> cells.add(cells(listing.columns(), row)));
    int[] widths = new int[listing.columns().size()];
    for (List<String> row : cells) {
      Arrays.setAll(widths, i -> Math.max(widths[i], length(row.get(i))));
    }
    cells.forEach(row -> lines.add(line(row, widths)));
  }

  static List<String> titles(List<Column> columns) {
    return columns.stream().map(c -> c.title().toUpperCase(Locale.ROOT)).toList();
  }

  static List<String> cells(List<Column> columns, Map<String, Object> row) {
    return columns.stream().map(c -> Printable.escape(c.text().apply(row))).toList();
  }

  /** One line of a table whose columns are at least so wide. */
  static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(i == 0 ? "" : GAP).append(pad(row.get(i), widths[i]));
    }
    return line.toString().stripTrailing();
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - length(text)));
  }

  static String cut(String line, int width) {
    if (width <= CUT.length() || length(line) <= width) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, width - CUT.length())) + CUT;
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
