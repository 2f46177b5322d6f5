package solo.shell.provider;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;

/** Events as rows: the envelope, then the payload's own fields beside it. */
final class EventRows {
  /** The keys that every event has. */
  static final List<String> ENVELOPE =
      List.of("id", "time", "type", "tenant", "service", "actor", "reason", "cause", "boot");

  private static final String DIGEST = "digest";
  private static final String CIPHERTEXT = "ciphertext";

  /** Fields of a spec that a table leaves to JSON. */
  private static final Set<String> IN_JSON_ONLY =
      Set.of("format", "size", "restarts", "restartWindowMs", "startTimeoutMs", "stopTimeoutMs");

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id"),
          Column.of("time"),
          Column.of("type"),
          new Column("service", EventRows::subject),
          Column.of("actor"),
          new Column("detail", EventRows::detail));

  /** What most cells of {@link #COLUMNS} need, where the rows are not known yet. */
  private static final int[] WIDTHS = {6, 24, 22, 20, 14, 0};

  private EventRows() {}

  static Listing of(List<Event> events, boolean json) {
    return new Listing("no events", COLUMNS, events.stream().map(EventRows::row).toList(), json);
  }

  /** For events that come one by one. */
  static LiveTable table(int width) {
    return new LiveTable(COLUMNS, WIDTHS, width);
  }

  static Map<String, Object> row(Event event) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", event.id());
    row.put("time", Text.time(event.time()));
    row.put("type", event.type());
    row.put("tenant", event.draft().tenant());
    row.put("service", event.draft().subject());
    row.put("actor", event.draft().actor());
    row.put("reason", event.draft().reason());
    row.put("cause", event.draft().cause());
    row.put("boot", event.boot().toString());
    addFields((Record) event.payload(), row);
    return row;
  }

  /** The keys that a payload of the type adds to the envelope. */
  static List<String> fields(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .flatMap(
            component ->
                component.getType() == ServiceSpec.class
                    ? fields(ServiceSpec.class).stream()
                    : Stream.of(component.getName()))
        .toList();
  }

  /** Of a list its size, of a ciphertext its bytes: they are nothing to read. */
  private static Object told(String name, Object value) {
    if (value instanceof List<?> list) {
      return list.size();
    }
    return name.equals(CIPHERTEXT) ? Base64.getDecoder().decode(value.toString()).length : value;
  }

  /** A spec lies flat beside the other fields. */
  private static void addFields(Record record, Map<String, Object> row) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      if (value instanceof ServiceSpec spec) {
        addFields(spec, row);
      } else {
        row.put(component.getName(), told(component.getName(), value));
      }
    }
  }

  private static Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static String subject(Map<String, Object> row) {
    return row.get("service").equals("")
        ? row.get("tenant").toString()
        : row.get("tenant") + "/" + row.get("service");
  }

  /** The digest comes last: a narrow terminal cuts it, and people look for the rest first. */
  private static String detail(Map<String, Object> row) {
    String fields =
        Stream.concat(row.keySet().stream().filter(key -> !key.equals(DIGEST)), Stream.of(DIGEST))
            .filter(key -> !ENVELOPE.contains(key) && !IN_JSON_ONLY.contains(key))
            .filter(key -> row.get(key) != null && !row.get(key).equals(""))
            .map(key -> field(key, row.get(key).toString()))
            .collect(Collectors.joining(" "));
    return row.get("reason").equals("") ? fields : row.get("reason") + " (" + fields + ")";
  }

  private static String field(String key, String value) {
    return key + "=" + (key.equals(DIGEST) ? Text.digest(value) : value);
  }
}
