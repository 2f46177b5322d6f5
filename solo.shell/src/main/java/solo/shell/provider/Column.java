package solo.shell.provider;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * One column of a table.
 *
 * @param title above the column
 * @param text what a row shows in it; may hold anything, the table escapes it
 */
record Column(String title, Function<Map<String, Object>, String> text) {

  /** Shows a row's value of a key. */
  static Column of(String key) {
    return new Column(key, row -> Objects.toString(row.get(key), ""));
  }
}
