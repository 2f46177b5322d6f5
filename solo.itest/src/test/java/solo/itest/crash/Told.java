package solo.itest.crash;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import solo.itest.harness.Result;

/** Reads what an answer or an event tells; the two have the same names for the same things. */
final class Told {
  private Told() {}

  /** The object of an answer, or the only one of its list; the command has to have succeeded. */
  static JsonObject by(Result result) {
    JsonElement json = result.expect(0).json();
    return json instanceof JsonArray rows ? rows.get(0).getAsJsonObject() : json.getAsJsonObject();
  }

  static String text(JsonObject told, String key) {
    JsonElement value = told.get(key);
    return value == null || value.isJsonNull() ? "" : value.getAsString();
  }

  static long number(JsonObject told, String key) {
    return told.get(key).getAsLong();
  }

  /** When a token ends: answers and lists have a time of day, events milliseconds. */
  static long expiry(JsonObject told) {
    return told.has("expiresAtMs")
        ? number(told, "expiresAtMs")
        : Instant.parse(text(told, "expires")).toEpochMilli();
  }

  /** The service an event or a row is about. */
  static String service(JsonObject told) {
    return text(told, "tenant") + "/" + text(told, "service");
  }
}
