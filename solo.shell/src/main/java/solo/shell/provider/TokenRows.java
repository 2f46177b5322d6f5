package solo.shell.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.TokenStatus;

/** Tokens as rows; none of them holds what opens. */
final class TokenRows {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("accessor"),
          Column.of("tenant"),
          Column.of("resource"),
          Column.of("permissions"),
          Column.of("created"),
          Column.of("expires"),
          Column.of("lastUsed"),
          Column.of("parent"),
          Column.of("state"));

  private TokenRows() {}

  static Listing of(List<TokenStatus> tokens, boolean json) {
    return new Listing("no tokens", COLUMNS, tokens.stream().map(TokenRows::row).toList(), json);
  }

  static Map<String, Object> row(TokenStatus token) {
    Map<String, Object> row = fields(token.capability());
    row.put("lastUsed", token.lastUsed().map(Text::time).orElse(null));
    row.put("uses", token.uses());
    row.put("state", token.state().name());
    row.put("grantedBy", token.grantedBy());
    row.put("grantId", token.grantId());
    row.put("endedBy", token.endedBy());
    return row;
  }

  /** What a token grants. */
  static Map<String, Object> fields(Capability capability) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("accessor", capability.accessor());
    fields.put("tenant", capability.tenant());
    fields.put("resource", capability.resource().text());
    fields.put("permissions", Permission.words(capability.permissions()));
    fields.put("operations", String.join(",", capability.operations()));
    fields.put("created", Text.time(capability.created()));
    fields.put("expires", Text.time(capability.expires()));
    fields.put("renewableUntil", Text.time(capability.renewableUntil()));
    fields.put("perSecond", capability.rate().perSecond());
    fields.put("burst", capability.rate().burst());
    fields.put("parent", capability.parent());
    fields.put("depth", capability.depth());
    fields.put("note", capability.note());
    return fields;
  }
}
