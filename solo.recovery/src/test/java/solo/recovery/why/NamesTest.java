package solo.recovery.why;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.Test;
import solo.core.tenant.ServiceKey;

public class NamesTest {
  private static final List<ServiceKey> KNOWN =
      Stream.of("acme/greeter", "default/greeter", "default/gson", "default/mail", "default/greet2")
          .map(ServiceKey::parse)
          .toList();

  private static List<String> similar(String key) {
    return Names.similar(ServiceKey.parse(key), KNOWN).stream().map(Object::toString).toList();
  }

  @Test
  public void typingErrorsAndOtherTenantsAreSimilar() {
    assertEquals(List.of("default/greeter", "acme/greeter"), similar("greter").subList(0, 2));
    assertEquals(List.of("default/greeter", "acme/greeter"), similar("Greeter").subList(0, 2));
    assertEquals(List.of("acme/greeter"), similar("default/greeter").subList(0, 1));
    assertEquals(List.of("default/mail"), similar("acme/mail"));
  }

  @Test
  public void theBeginOfANameIsSimilar() {
    assertEquals(List.of("default/gson"), similar("gson-2.13"));
    assertEquals(3, similar("greet").size());
  }

  @Test
  public void anotherNameIsNot() {
    assertEquals(List.of(), similar("zebra"));
    assertEquals(List.of(), similar("x"));
  }

  @Test
  public void distanceCountsChanges() {
    assertEquals(0, Names.distance("abc", "abc"));
    assertEquals(3, Names.distance("", "abc"));
    assertEquals(1, Names.distance("abc", "abd"));
    assertEquals(2, Names.distance("kitten", "sittin"));
  }

  @Test
  public void aReceiptIsReadAsTheGuideDrawsIt() {
    String json =
        """
        {
          "file": "acme/m.jar",
          "digest": "",
          "state": "refused",
          "reason": "the name \\"m\\\\u001b\\" is none",
          "eventId": 7,
          "time": "2026-01-31T12:00:00.000Z"
        }
        """;
    assertEquals(
        Optional.of(new Facts.Dropped("acme/m.jar", "refused", "the name \"m\\u001b\" is none")),
        DroppedFile.parse(json));
    assertEquals(Optional.empty(), DroppedFile.parse("{"));
  }

  @Test
  public void theRootOfATraceIsItsLastCause() {
    assertEquals(
        "b.X: no", Components.root("a.Y: z\n\tat q\nCaused by: c.Z\nCaused by: b.X: no\n\tat"));
    assertEquals("a.Y: z", Components.root("a.Y: z\n\tat q"));
    assertEquals("for an unknown reason", Components.root(null));
  }
}
