package solo.shell.provider;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Fields by key, in the order they were given. A class of ours, since the shell calls methods by
 * reflection and the JDK keeps its unmodifiable maps to itself.
 */
final class Row extends AbstractMap<String, Object> {
  private final Map<String, Object> fields;

  /** Copies the fields. */
  Row(Map<String, Object> fields) {
    this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return fields.entrySet();
  }

  @Override
  public Object get(Object key) {
    return fields.get(key);
  }
}
