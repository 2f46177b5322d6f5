package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.function.Predicate;

/** The event that an operation leaves, once, where it came to pass. */
record Trace(String type, Predicate<JsonObject> mark) {
  /** Of what changes nothing that the log tells. */
  static final Trace NONE = new Trace("", event -> false);

  /** The event has the words of who asked. */
  static Trace reason(String type, String marker) {
    return new Trace(type, event -> Told.text(event, "reason").equals(marker));
  }

  boolean leads(JsonObject event) {
    return Told.text(event, "type").equals(type) && mark.test(event);
  }

  boolean expected() {
    return !type.isEmpty();
  }
}
