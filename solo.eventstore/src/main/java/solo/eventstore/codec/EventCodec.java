package solo.eventstore.codec;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.CRC32C;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

/**
 * The body of an event's record in the journal.
 *
 * <pre>
 *  byte 0     format, 1
 *  byte 1...  UTF-8 JSON: {"boot":"uuid","type":"service_killed","tenant":"..","subject":"..",
 *             "actor":"..","reason":"..","cause":0,"payload":{the payload's components by name}}
 * </pre>
 *
 * <p>Id, time, checksum and chain are the record's. {@code type} stands before {@code payload}. The
 * format is drawn with every type in {@code docs/formats/events.md}. Pure.
 */
public final class EventCodec {
  /** The format that is written. */
  public static final byte FORMAT = 1;

  private EventCodec() {}

  /**
   * Changes when this version reads types that another did not, so that what was derived from
   * decoded events by the other is derived again.
   */
  public static long fingerprint() {
    CRC32C crc = new CRC32C();
    crc.update(FORMAT);
    Payload.types()
        .keySet()
        .forEach(type -> crc.update((type + "\n").getBytes(StandardCharsets.US_ASCII)));
    return crc.getValue();
  }

  /**
   * The body of an event.
   *
   * @throws IllegalArgumentException when a field is null, or the payload is of the type that is
   *     never written
   */
  public static byte[] encode(UUID boot, EventDraft draft) {
    if (draft.payload() instanceof Payload.Unreadable) {
      throw new IllegalArgumentException("an unreadable payload is never written");
    }
    byte[] body = Json.write(1, out -> write(out, boot, draft));
    body[0] = FORMAT;
    return body;
  }

  private static void write(JsonWriter out, UUID boot, EventDraft draft) throws IOException {
    out.beginObject();
    out.name("boot").value(boot.toString());
    out.name("type").value(draft.payload().type());
    out.name("tenant").value(draft.tenant());
    out.name("subject").value(draft.subject());
    out.name("actor").value(draft.actor());
    out.name("reason").value(draft.reason());
    out.name("cause").value(draft.cause());
    out.name("payload");
    RecordWriter.write(out, (Record) draft.payload());
    out.endObject();
  }

  /**
   * The event of a record. A body that cannot be read gives {@link Payload.Unreadable} that says
   * why, with as much of the envelope as could be read; it never throws for what a body holds.
   */
  public static Event decode(long id, long timeMs, byte[] body) {
    BodyReader reader = new BodyReader();
    try {
      if (body.length == 0 || body[0] != FORMAT) {
        String found = body.length == 0 ? "nothing" : Integer.toString(body[0]);
        throw new UndecodableException("body format: expected 1, found " + found);
      }
      Json.read(ByteBuffer.wrap(body, 1, body.length - 1), reader::readFrom);
      return reader.event(id, Instant.ofEpochMilli(timeMs));
    } catch (UndecodableException e) {
      return reader.salvaged(id, Instant.ofEpochMilli(timeMs), e.getMessage());
    }
  }
}
