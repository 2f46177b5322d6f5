package solo.shell.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import solo.core.vault.SecretVersion;

/** Secrets as rows, without their values. */
final class SecretRows {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("tenant"),
          Column.of("name"),
          Column.of("version"),
          Column.of("stored"),
          Column.of("storedBy"),
          Column.of("bytes"));

  private SecretRows() {}

  static Listing of(List<SecretVersion> secrets, boolean json) {
    return new Listing("no secrets", COLUMNS, secrets.stream().map(SecretRows::row).toList(), json);
  }

  static Map<String, Object> row(SecretVersion secret) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("tenant", secret.key().tenant());
    row.put("name", secret.key().name());
    row.put("version", secret.version());
    row.put("stored", Text.time(secret.stored()));
    row.put("storedBy", secret.storedBy());
    row.put("bytes", secret.bytes());
    row.put("keyId", secret.keyId());
    row.put("eventId", secret.eventId());
    return row;
  }

  /** One that was stored. */
  static Document stored(SecretVersion secret, boolean json) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("secret", secret.key().toString());
    lines.put("version", Integer.toString(secret.version()));
    lines.put("holds", Text.count(secret.bytes(), "byte"));
    lines.put("event", Long.toString(secret.eventId()));
    return new Document(row(secret), lines, List.of(), json);
  }
}
