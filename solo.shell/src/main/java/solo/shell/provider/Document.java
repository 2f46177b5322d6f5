package solo.shell.provider;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One object to programs, a few lines to people, a map to scripts. */
final class Document extends AbstractMap<String, Object> implements Answer {
  private final Map<String, Object> fields;
  private final Map<String, String> lines;
  private final List<Listing> tables;
  private final boolean json;

  /**
   * Copies its parts.
   *
   * @param fields what programs get; a value is a text, a number, a boolean, null, or a list of
   *     flat maps
   * @param lines what people read, by label
   * @param tables what people read below
   */
  Document(
      Map<String, Object> fields, Map<String, String> lines, List<Listing> tables, boolean json) {
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    this.lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
    this.tables = List.copyOf(tables);
    this.json = json;
  }

  Map<String, String> lines() {
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
