package solo.shell.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A table whose rows come one by one: a column is as wide as its widest cell so far. For one
 * thread.
 */
final class LiveTable {
  private final List<Column> columns;
  private final int[] widths;
  private final int width;
  private boolean begun;

  /**
   * Begins with columns of so many characters.
   *
   * @param width of the terminal, or {@link Tables#UNLIMITED}; longer lines are cut
   */
  LiveTable(List<Column> columns, int[] widths, int width) {
    this.columns = columns;
    this.widths = widths.clone();
    this.width = width;
  }

  /** The row's line; the first row's is below the titles. */
  String next(Map<String, Object> row) {
    List<String> cells = Tables.cells(columns, row);
    Arrays.setAll(widths, i -> Math.max(widths[i], Tables.length(cells.get(i))));
    String line = line(cells);
    if (begun) {
      return line;
    }
    begun = true;
    return line(Tables.titles(columns)) + "\n" + line;
  }

  private String line(List<String> cells) {
    return Tables.cut(Tables.line(cells, widths), width);
  }
}
