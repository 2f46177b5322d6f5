package solo.shell.provider;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import solo.core.control.ExitStatus;

/** One object to programs, a few lines to people, a map to scripts. */
final class Document extends AbstractMap<String, Object> implements Answer, ExitStatus {
  private final Map<String, Object> fields;
  private final List<Line> lines;
  private final List<Listing> tables;
  private final boolean json;
  private final int status;

  /** What people read: a label, which several lines may have, and what it says. */
  record Line(String label, String text) {}

  /**
   * Copies its parts.
   *
   * @param fields what programs get; a value is a text, a number, a boolean, null, a flat map, or a
   *     list of texts or of flat maps
   * @param lines what people read, by label
   * @param tables what people read below
   */
  Document(
      Map<String, Object> fields, Map<String, String> lines, List<Listing> tables, boolean json) {
    this(
        fields,
        lines.entrySet().stream().map(e -> new Line(e.getKey(), e.getValue())).toList(),
        tables,
        json,
        DONE);
  }

  /** One with which {@code solo exec} ends with that status. */
  Document(
      Map<String, Object> fields,
      List<Line> lines,
      List<Listing> tables,
      boolean json,
      int status) {
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    this.lines = List.copyOf(lines);
    this.tables = List.copyOf(tables);
    this.json = json;
    this.status = status;
  }

  @Override
  public int status() {
    return status;
  }

  List<Line> lines() {
    return lines;
  }

  List<Listing> tables() {
    return tables;
  }

  @Override
  public boolean json() {
    return json;
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return fields.entrySet();
  }

  /** JSON: {@code echo} and the like print it, and it holds nothing that moves a cursor. */
  @Override
  public String toString() {
    return Json.of(this);
  }
}
