package solo.shell.provider;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import solo.core.capability.Authorization;
import solo.core.capability.Capability;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.TokenStatus;
import solo.core.event.Event;

/** One token, to who asked for it or about it. */
final class TokenDocument {
  private static final String ONCE =
      "this is the one time that the token is shown: Solo keeps its SHA-256 alone";

  private static final List<Column> EVENTS =
      List.of(
          new Column("event", row -> row.get("id").toString()),
          Column.of("time"),
          new Column("what", row -> row.get("type").toString()),
          Column.of("actor"),
          Column.of("reason"));

  private TokenDocument() {}

  /** A new one, with what opens. */
  static Document of(Granted granted, boolean json) {
    Capability capability = granted.capability();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("token", granted.token());
    fields.putAll(TokenRows.fields(capability));
    fields.put("eventId", granted.eventId());
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("token", granted.token());
    lines.putAll(terms(capability));
    lines.put("note", ONCE);
    return new Document(fields, lines, List.of(), json);
  }

  /** One that was renewed. */
  static Document renewed(Capability capability, boolean json) {
    return new Document(TokenRows.fields(capability), terms(capability), List.of(), json);
  }

  /**
   * All that is known of one.
   *
   * @param events about it, oldest first
   */
  static Document of(TokenStatus token, List<Event> events, boolean json) {
    List<Map<String, Object>> rows = events.stream().map(TokenDocument::row).toList();
    Map<String, Object> fields = TokenRows.row(token);
    fields.put("events", rows);
    Map<String, String> lines = terms(token.capability());
    lines.put("created", Text.time(token.capability().created()) + " by " + token.grantedBy());
    lines.put("state", state(token));
    lines.put("used", used(token));
    if (!token.capability().note().isEmpty()) {
      lines.put("note", token.capability().note());
    }
    List<Listing> tables =
        rows.isEmpty() ? List.of() : List.of(new Listing("no events", EVENTS, rows, json));
    return new Document(fields, lines, tables, json);
  }

  private static Map<String, String> terms(Capability capability) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("accessor", capability.accessor());
    lines.put("tenant", tenant(capability.tenant()));
    lines.put("grants", grants(capability));
    lines.put("expires", Text.time(capability.expires()) + lives(capability));
    lines.put("renewable", "until " + Text.time(capability.renewableUntil()));
    if (capability.rate().limits()) {
      lines.put("rate", rate(capability.rate()));
    }
    if (!capability.parent().isEmpty()) {
      lines.put("parent", capability.parent() + ", ends with it");
    }
    return lines;
  }

  private static String grants(Capability capability) {
    String operations =
        capability.operations().isEmpty()
            ? ""
            : ", operations " + String.join(",", capability.operations());
    return Permission.words(capability.permissions())
        + " on "
        + capability.resource().text()
        + operations;
  }

  private static String lives(Capability capability) {
    Duration life = Duration.between(capability.created(), capability.expires());
    return ", " + Text.duration(life.toMillis()) + " after it was made";
  }

  private static String state(TokenStatus token) {
    return token.state() + (token.endedBy() == 0 ? "" : ", by event " + token.endedBy());
  }

  private static String used(TokenStatus token) {
    String times = token.uses() == 1 ? "once" : token.uses() + " times";
    return token.lastUsed().map(last -> times + ", last " + Text.time(last)).orElse("never");
  }

  private static String tenant(String tenant) {
    return tenant.equals(Authorization.EVERY_TENANT) ? "* (every tenant)" : tenant;
  }

  /** For people. */
  static String rate(RateLimit rate) {
    return rate.limits()
        ? "%d a second, %d at once".formatted(rate.perSecond(), rate.burst())
        : "none";
  }

  private static Map<String, Object> row(Event event) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", event.id());
    row.put("time", Text.time(event.time()));
    row.put("type", event.type());
    row.put("actor", event.draft().actor());
    row.put("reason", event.draft().reason());
    return row;
  }
}
