package solo.core.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.service.metatype.AttributeDefinition;
import solo.core.tenant.Printable;

/**
 * What Solo's bundles declare for one PID, and the check of a file against it. Pure.
 *
 * @param keys by id, sorted
 */
record KnownPid(String pid, Map<String, AttributeDefinition> keys) {

  static KnownPid of(String pid, AttributeDefinition... definitions) {
    Map<String, AttributeDefinition> keys = new TreeMap<>();
    Arrays.stream(definitions).forEach(d -> keys.put(d.getID(), d));
    return new KnownPid(pid, keys);
  }

  /**
   * The typed values: those of the file, and the defaults of the rest.
   *
   * @param entries of the file, empty where there is none
   * @param problems one message is added for each entry that cannot be used
   */
  Hashtable<String, Object> values(Map<String, String> entries, List<String> problems) {
    rejectUnknown(entries.keySet(), problems);
    Hashtable<String, Object> values = new Hashtable<>();
    keys.forEach(
        (key, definition) -> {
          String text = entries.containsKey(key) ? entries.get(key) : defaultOf(definition);
          if (text == null) {
            return;
          }
          try {
            values.put(key, value(definition, text));
          } catch (IllegalArgumentException e) {
            problems.add(badValue(definition, text));
          }
        });
    return values;
  }

  private void rejectUnknown(Set<String> given, List<String> problems) {
    List<String> unknown = new ArrayList<>(given);
    unknown.removeAll(keys.keySet());
    for (String key : unknown) {
      problems.add(
          "etc/%s.cfg: unknown key %s; the keys are %s"
              .formatted(pid, Printable.quote(key), String.join(", ", keys.keySet())));
    }
  }

  private String badValue(AttributeDefinition definition, String text) {
    return "etc/%s.cfg: %s cannot be %s: %s"
        .formatted(pid, definition.getID(), Printable.quote(text), definition.getDescription());
  }

  private static String defaultOf(AttributeDefinition definition) {
    String[] values = definition.getDefaultValue();
    return values == null || values.length == 0 ? null : values[0];
  }

  private static Object value(AttributeDefinition definition, String text) {
    String complaint = definition.validate(text);
    if (complaint != null && !complaint.isEmpty()) {
      throw new IllegalArgumentException(complaint);
    }
    return ConfigValue.read(definition.getType(), text);
  }
}
