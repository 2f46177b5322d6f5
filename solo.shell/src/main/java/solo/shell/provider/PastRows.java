package solo.shell.provider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import solo.core.audit.Past;
import solo.core.audit.Past.Change;
import solo.core.audit.Past.State;
import solo.core.fold.Fact;

/** What was so, and what changed, as rows. */
final class PastRows {
  private static final String DIGEST = "digest";

  private static final List<Column> STATE =
      List.of(
          Column.of("kind"),
          Column.of("tenant"),
          Column.of("name"),
          new Column("what was so", row -> told((Map<?, ?>) row.get("fields"))));

  private static final List<Column> DIFF =
      List.of(
          Column.of("change"),
          Column.of("kind"),
          Column.of("tenant"),
          Column.of("name"),
          new Column("what changed", PastRows::changed));

  private PastRows() {}

  /** What is asked for; empty for all. */
  record Only(String tenant, String kind) {
    State of(State state) {
      return state.only(this::takes);
    }

    private boolean takes(Fact fact) {
      return (tenant.isEmpty() || tenant.equals(fact.tenant()))
          && (kind.isEmpty() || kind.equals(fact.kind()));
    }
  }

  static Document state(State state, boolean json) {
    List<Map<String, Object>> rows = state.facts().stream().map(PastRows::row).toList();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("atId", state.atId());
    fields.put("at", time(state));
    fields.put("lost", state.lost());
    fields.put("facts", rows);
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("state", point(state));
    tellLost(lines, state);
    return new Document(fields, lines, List.of(new Listing("nothing", STATE, rows, json)), json);
  }

  static Document diff(State from, State to, boolean json) {
    List<Map<String, Object>> rows = Past.diff(from, to).stream().map(PastRows::row).toList();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("fromId", from.atId());
    fields.put("fromAt", time(from));
    fields.put("toId", to.atId());
    fields.put("toAt", time(to));
    fields.put("fromLost", from.lost());
    fields.put("toLost", to.lost());
    fields.put("changes", rows);
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("from", point(from));
    lines.put("to", point(to));
    tellLost(lines, from.lost().length() > to.lost().length() ? from : to);
    return new Document(
        fields, lines, List.of(new Listing("nothing changed", DIFF, rows, json)), json);
  }

  private static void tellLost(Map<String, String> lines, State state) {
    if (!state.lost().isEmpty()) {
      lines.put(
          "lost",
          "events %s, and no checkpoint up to there tells what they did to services"
              .formatted(state.lost()));
    }
  }

  private static String time(State state) {
    return state.at().equals(Instant.EPOCH) ? "" : Text.time(state.at());
  }

  private static String point(State state) {
    return state.atId() == 0
        ? "before the first event"
        : "after event %d of %s".formatted(state.atId(), Text.time(state.at()));
  }

  private static Map<String, Object> row(Fact fact) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("kind", fact.kind());
    row.put("tenant", fact.tenant());
    row.put("name", fact.key());
    row.put("fields", new Row(new LinkedHashMap<>(fact.fields())));
    return row;
  }

  private static Map<String, Object> row(Change change) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("change", change.how().name().toLowerCase(Locale.ROOT));
    row.put("kind", change.kind());
    row.put("tenant", change.tenant());
    row.put("name", change.key());
    row.put("before", new Row(new LinkedHashMap<>(change.before())));
    row.put("after", new Row(new LinkedHashMap<>(change.after())));
    return row;
  }

  /** The digest comes last: a narrow terminal cuts it. */
  private static String told(Map<?, ?> fields) {
    List<String> words = new ArrayList<>();
    fields.forEach(
        (key, value) -> {
          if (!key.equals(DIGEST)) {
            words.add(key + "=" + value);
          }
        });
    if (fields.get(DIGEST) != null) {
      words.add("digest=" + Text.digest(fields.get(DIGEST).toString()));
    }
    return String.join(" ", words);
  }

  private static String changed(Map<String, Object> row) {
    Map<?, ?> before = (Map<?, ?>) row.get("before");
    Map<?, ?> after = (Map<?, ?>) row.get("after");
    if (before.isEmpty() || after.isEmpty()) {
      return told(before.isEmpty() ? after : before);
    }
    SortedSet<String> keys = new TreeSet<>();
    before.keySet().forEach(key -> keys.add(key.toString()));
    after.keySet().forEach(key -> keys.add(key.toString()));
    return keys.stream()
        .filter(key -> !Objects.equals(before.get(key), after.get(key)))
        .map(key -> key + ": " + word(key, before) + " -> " + word(key, after))
        .reduce((one, other) -> one + ", " + other)
        .orElse("");
  }

  private static String word(String key, Map<?, ?> fields) {
    Object value = fields.get(key);
    if (value == null) {
      return "none";
    }
    return key.equals(DIGEST) ? Text.digest(value.toString()) : value.toString();
  }
}
