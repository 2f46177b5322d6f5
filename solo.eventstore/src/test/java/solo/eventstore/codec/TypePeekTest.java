package solo.eventstore.codec;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

public class TypePeekTest {
  private static final String BOOT = new UUID(1, 2).toString();
  private static final String UNREADABLE = Payload.typeOf(Payload.Unreadable.class);

  @Test
  public void whatIsWrittenIsSeen() {
    for (long seed = 0; seed < 5_000; seed++) {
      EventDraft draft = new RandomRecords(seed).draft();
      byte[] body = EventCodec.encode(new UUID(seed, ~seed), draft);
      assertEquals("seed " + seed, Optional.of(draft.payload().type()), TypePeek.of(body));
    }
  }

  @Test
  public void aBodyIsNeverReadAsAnotherTypeThanWasSeen() {
    int seen = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      byte[] body = EventCodec.encode(new UUID(1, 2), new RandomRecords(seed % 500).draft());
      Random random = new Random(seed);
      for (int i = random.nextInt(4); i >= 0; i--) {
        body[random.nextInt(Math.min(90, body.length))] =
            (byte) "\"\\,:{a".charAt(random.nextInt(6));
      }
      seen += requireSame("seed " + seed, body);
    }
    assertTrue("seen " + seen, seen > 1_000);
  }

  @Test
  public void whatStandsElsewhereIsNotSeen() {
    String padding = "x".repeat(BOOT.length() - "a\",\"z\":{\"y\":\"".length());
    String nested = "a\",\"z\":{\"y\":\"" + padding;
    for (String boot : new String[] {nested, BOOT.substring(1), BOOT.substring(1) + "\\"}) {
      String body = "{\"boot\":\"" + boot + "\",\"type\":\"service_killed\"}}";
      assertEquals(body, Optional.empty(), TypePeek.of(formatted(1, body)));
    }
    String sound = "{\"boot\":\"" + BOOT + "\",\"type\":\"service_killed\"}";
    assertEquals(Optional.of("service_killed"), TypePeek.of(formatted(1, sound)));
    assertEquals(Optional.empty(), TypePeek.of(formatted(2, sound)));
    String escaped = sound.replace("_", "\\u005f");
    assertEquals(Optional.empty(), TypePeek.of(formatted(1, escaped)));
    for (int i = 0; i < sound.length() - 2; i++) {
      assertEquals(Optional.empty(), TypePeek.of(formatted(1, sound.substring(0, i))));
    }
  }

  /** Says whether something was seen. */
  private static int requireSame(String what, byte[] body) {
    Event read = EventCodec.decode(1, 1, body);
    Optional<String> seen = TypePeek.of(body);
    boolean same = seen.map(type -> type.equals(read.type())).orElse(true);
    assertTrue(
        what + ": saw " + seen + ", read " + read.type(), same || read.type().equals(UNREADABLE));
    return seen.isPresent() ? 1 : 0;
  }

  private static byte[] formatted(int format, String json) {
    byte[] body = (" " + json).getBytes(StandardCharsets.UTF_8);
    body[0] = (byte) format;
    return body;
  }
}
