package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.function.Predicate;

/**
 * The event that an operation leaves, once, where it came to pass.
 *
 * @param when by what was answered: whether there was anything to do, and so an event
 */
record Trace(String type, Predicate<JsonObject> mark, Predicate<JsonObject> when) {
  /** Of what changes nothing that the log tells. */
  static final Trace NONE = new Trace("", event -> false, told -> false);

  Trace(String type, Predicate<JsonObject> mark) {
    this(type, mark, told -> true);
  }

  /** The event has the words of who asked. */
  static Trace reason(String type, String marker) {
    return new Trace(type, event -> Told.text(event, "reason").equals(marker));
  }

  /** The same of what leaves an event only where the answer tells so. */
  Trace where(Predicate<JsonObject> told) {
    return new Trace(type, mark, told);
  }

  boolean leads(JsonObject event) {
    return Told.text(event, "type").equals(type) && mark.test(event);
  }

  /** Whether an operation with this answer has left an event. */
  boolean expected(JsonObject told) {
    return when.test(told);
  }
}
