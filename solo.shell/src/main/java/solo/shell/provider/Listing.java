package solo.shell.provider;

import java.util.AbstractList;
import java.util.List;
import java.util.Map;

/** Rows: an array of flat objects to programs, a table to people, a list of maps to scripts. */
final class Listing extends AbstractList<Map<String, Object>> implements Answer {
  private final String empty;
  private final List<Column> columns;
  private final List<Map<String, Object>> rows;
  private final boolean json;

  /**
   * Copies the rows.
   *
   * @param empty what people read where there is no row
   */
  Listing(String empty, List<Column> columns, List<Map<String, Object>> rows, boolean json) {
    this.empty = empty;
    this.columns = List.copyOf(columns);
    this.rows = rows.stream().<Map<String, Object>>map(Row::new).toList();
    this.json = json;
  }

  String empty() {
    return empty;
  }

  List<Column> columns() {
    return columns;
  }

  @Override
  public boolean json() {
    return json;
  }

  @Override
  public Map<String, Object> get(int index) {
    return rows.get(index);
  }

  @Override
  public int size() {
    return rows.size();
  }

  /** JSON: {@code echo} and the like print it, and it holds nothing that moves a cursor. */
  @Override
  public String toString() {
    return Json.of(this);
  }
}
