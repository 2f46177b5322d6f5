package solo.eventstore.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

/** Reads one event body, and keeps what it has read when the rest fails. For one thread. */
final class BodyReader {
  private static final UUID NO_BOOT = new UUID(0, 0);
  private static final Map<String, Class<? extends Payload>> TYPES = Payload.types();

  private final Map<String, String> envelope = new HashMap<>();
  private long cause;
  private Payload payload;

  /** Reads the whole body; returns null, since what it found is asked for later. */
  Void readFrom(JsonReader in) throws IOException, UndecodableException {
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      switch (name) {
        case "boot", "type", "tenant", "subject", "actor", "reason" -> text(in, name);
        case "cause" -> cause = in.nextLong();
        case "payload" -> payload(in);
        default -> in.skipValue();
      }
    }
    in.endObject();
    return null;
  }

  private void text(JsonReader in, String name) throws IOException, UndecodableException {
    if (in.peek() != JsonToken.STRING) {
      throw new UndecodableException(name + ": expected STRING, found " + in.peek());
    }
    if (envelope.put(name, in.nextString()) != null) {
      throw new UndecodableException(name + " stands twice");
    }
  }

  private void payload(JsonReader in) throws IOException, UndecodableException {
    String type = text("type");
    Class<? extends Payload> known = TYPES.get(type);
    if (known == null || known == Payload.Unreadable.class) {
      throw new UndecodableException(
          type.isEmpty() ? "no type stands before the payload" : "type " + type + " is not known");
    }
    if (payload != null) {
      throw new UndecodableException("payload stands twice");
    }
    payload = (Payload) RecordReader.read(in, known.asSubclass(Record.class));
  }

  /** The event, when all was read. */
  Event event(long id, Instant time) throws UndecodableException {
    if (payload == null) {
      throw new UndecodableException("there is no payload");
    }
    try {
      return new Event(id, time, UUID.fromString(text("boot")), draft(payload));
    } catch (IllegalArgumentException e) {
      throw new UndecodableException(e.getMessage(), e);
    }
  }

  /** The event with what could be read, and why the rest could not. */
  Event salvaged(long id, Instant time, String detail) {
    Payload unreadable = new Payload.Unreadable(detail);
    try {
      return new Event(id, time, boot(), draft(unreadable));
    } catch (IllegalArgumentException e) {
      return new Event(id, time, NO_BOOT, new EventDraft("", "", "", "", 0, unreadable));
    }
  }

  private UUID boot() {
    String boot = text("boot");
    return boot.isEmpty() ? NO_BOOT : UUID.fromString(boot);
  }

  private EventDraft draft(Payload said) {
    return new EventDraft(
        text("tenant"), text("subject"), text("actor"), text("reason"), cause, said);
  }

  private String text(String name) {
    return envelope.getOrDefault(name, "");
  }
}
