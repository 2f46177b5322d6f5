package solo.eventstore.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

/** Any bytes as the body of an event's record: never an exception, and what is read is written. */
public final class EventFuzz {
  private EventFuzz() {}

  public static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new TreeMap<>();
    EventDraft draft =
        new EventDraft("a", "s", "owner:x", "\u202e", 3, new Payload.ServiceKilled("ab"));
    seeds.put("killed", EventCodec.encode(new UUID(1, 2), draft));
    Payload listed =
        new Payload.VerificationCompleted(
            "BOOT",
            "OK",
            1,
            2,
            3,
            4,
            5,
            6,
            7,
            java.util.List.of(
                new Payload.VerificationCompleted.Found("K", "t", "s", "", "", "", true, 1)));
    seeds.put("listed", EventCodec.encode(new UUID(1, 2), draft("", listed)));
    seeds.put(
        "minimal",
        "\u0001{\"type\":\"service_deployed\",\"payload\":{\"spec\":null}}"
            .getBytes(StandardCharsets.US_ASCII));
    return seeds;
  }

  private static EventDraft draft(String tenant, Payload payload) {
    return new EventDraft(tenant, "", "system:x", "", 0, payload);
  }

  public static void fuzzerTestOneInput(byte[] body) {
    read(body);
    byte[] formatted = body.clone();
    if (formatted.length > 0) {
      formatted[0] = EventCodec.FORMAT;
      read(formatted);
    }
  }

  private static void read(byte[] body) {
    Event event = EventCodec.decode(7, 1_000, body);
    if (event.payload() instanceof Payload.Unreadable unreadable) {
      if (unreadable.detail().length() > 400) {
        throw new AssertionError("an unbounded detail");
      }
      return;
    }
    byte[] written = EventCodec.encode(event.boot(), event.draft());
    Event again = EventCodec.decode(7, 1_000, written);
    if (!again.equals(event)) {
      throw new AssertionError(event + " is read back as " + again);
    }
    if (!Arrays.equals(written, EventCodec.encode(again.boot(), again.draft()))) {
      throw new AssertionError("two ways to write " + event);
    }
  }
}
