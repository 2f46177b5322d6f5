package solo.eventstore.codec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

public class EventCodecTest {
  private static final UUID BOOT = new UUID(1, 2);
  private static final String ENVELOPE =
      "\"boot\":\"00000000-0000-0001-0000-000000000002\",\"type\":\"service_killed\","
          + "\"tenant\":\"t\",\"subject\":\"s\",\"actor\":\"a\",\"reason\":\"r\",\"cause\":7";

  @Test
  public void anyEventComesBackAsItWasGiven() {
    for (long seed = 0; seed < 20_000; seed++) {
      EventDraft draft = new RandomRecords(seed).draft();
      Event expected = new Event(seed + 1, Instant.ofEpochMilli(seed), BOOT, draft);
      byte[] body = EventCodec.encode(BOOT, draft);
      assertEquals("seed " + seed, expected, EventCodec.decode(seed + 1, seed, body));
    }
  }

  @Test
  public void theBytesThemselvesAreSafeToPrint() {
    for (long seed = 0; seed < 5_000; seed++) {
      byte[] body = EventCodec.encode(BOOT, new RandomRecords(seed).draft());
      String text = new String(body, 1, body.length - 1, StandardCharsets.UTF_8);
      String unescaped = solo.core.tenant.Printable.escape(text).replace("\\\\", "\\");
      assertEquals("seed " + seed, text, unescaped);
    }
  }

  @Test
  public void rec13_aBodyThatCannotBeDecodedKeepsItsPlace() {
    Event event = EventCodec.decode(5, 99, "no json".getBytes(StandardCharsets.UTF_8));
    assertEquals(5, event.id());
    assertEquals(Instant.ofEpochMilli(99), event.time());
    assertEquals("body format: expected 1, found 110", unreadable(event));
    assertEquals(
        "body format: expected 1, found nothing", unreadable(EventCodec.decode(5, 9, new byte[0])));
  }

  @Test
  public void rec13_whatCanBeReadOfTheEnvelopeIsKept() {
    Event unknown =
        decode("{" + ENVELOPE.replace("service_killed", "later_type") + ",\"payload\":{}}");
    assertEquals("type later_type is not known", unreadable(unknown));
    assertEquals("t/s", unknown.draft().key().orElseThrow().toString());
    assertEquals(7, unknown.draft().cause());
    assertEquals(BOOT, unknown.boot());
    Event badTenant = decode("{" + ENVELOPE.replace("\"t\"", "\"../t\"") + ",\"payload\":{}}");
    assertEquals("", badTenant.draft().tenant());
    assertTrue(unreadable(badTenant), unreadable(badTenant).contains("is not an id"));
  }

  @Test
  public void whatIsNotKnownIsIgnoredAndWhatIsMissingIsEmpty() {
    Event event =
        decode("{\"later\":[{}]," + ENVELOPE + ",\"payload\":{\"later\":{\"x\":[1]}},\"more\":1}");
    assertEquals(new Payload.ServiceKilled(""), event.payload());
    Event ready =
        decode("{\"type\":\"recovery_completed\",\"boot\":\"" + BOOT + "\",\"payload\":{}}");
    assertEquals(
        new Payload.RecoveryCompleted("", 0, 0, 0, 0, 0, 0, 0, 0, java.util.List.of()),
        ready.payload());
  }

  @Test
  public void whatIsNotWhatItShouldBeIsNamed() {
    assertUnreadable("ServiceKilled.digest: expected STRING, found NUMBER", "{\"digest\":1}");
    assertUnreadable("ServiceKilled.digest stands twice", "{\"digest\":\"\",\"digest\":\"\"}");
    assertUnreadable("ServiceKilled: expected BEGIN_OBJECT, found BEGIN_ARRAY", "[]");
    Event spec =
        decode(
            "{"
                + ENVELOPE.replace("killed", "deployed")
                + ",\"payload\":{\"spec\":{\"size\":-1}}}");
    assertEquals("ServiceSpec: spec field format cannot be ", unreadable(spec));
    Event number =
        decode(
            "{"
                + ENVELOPE.replace("killed", "quarantined")
                + ",\"payload\":{\"deaths\":3000000000}}");
    assertEquals(
        "ServiceQuarantined.deaths: expected a whole number of -2147483648 to 2147483647,"
            + " found 3000000000",
        unreadable(number));
  }

  @Test
  public void hostileInputIsUnreadableAndNeverThrows() {
    String deep = "[".repeat(100_000);
    assertTrue(unreadable(decode("{" + ENVELOPE + ",\"later\":" + deep)).length() < 400);
    assertTrue(unreadable(decode("{" + ENVELOPE + ",\"payload\":{}} {}")).length() < 400);
    String huge = "x".repeat(500_000);
    Event event = decode("{" + ENVELOPE.replace("service_killed", huge) + ",\"payload\":{}}");
    assertTrue(unreadable(event).length() < 400);
    Random random = new Random(1);
    byte[] good = EventCodec.encode(BOOT, new RandomRecords(3).draft());
    for (int i = 0; i < 50_000; i++) {
      byte[] bad = java.util.Arrays.copyOf(good, 1 + random.nextInt(good.length));
      bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      assertEquals(4, EventCodec.decode(4, 0, bad).id());
    }
  }

  @Test
  public void whatCannotBeReadIsNeverWritten() {
    EventDraft unreadable = new EventDraft("", "", "a", "", 0, new Payload.Unreadable("x"));
    assertThrows(IllegalArgumentException.class, () -> EventCodec.encode(BOOT, unreadable));
    EventDraft missing = new EventDraft("", "", "a", "", 0, new Payload.ServiceKilled(null));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> EventCodec.encode(BOOT, missing));
    assertEquals("ServiceKilled.digest is null", refused.getMessage());
  }

  private static void assertUnreadable(String detail, String payload) {
    assertEquals(detail, unreadable(decode("{" + ENVELOPE + ",\"payload\":" + payload + "}")));
  }

  private static Event decode(String json) {
    byte[] body = ("\1" + json).getBytes(StandardCharsets.UTF_8);
    return EventCodec.decode(4, 0, body);
  }

  private static String unreadable(Event event) {
    return ((Payload.Unreadable) event.payload()).detail();
  }
}
