package solo.core.tenant;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Test;

public class ServiceKeyTest {

  @Test
  public void dep15_oddCharactersAreRefused() {
    for (String id :
        List.of(
            "",
            ".",
            "-a",
            "_a",
            "a/b",
            "a b",
            "a\n",
            "a\u001b[0m",
            "ä",
            "a\u202e",
            "..",
            "a:b",
            "a".repeat(65))) {
      assertFalse(Printable.quote(id), ServiceKey.isId(id));
      assertThrows(
          Printable.quote(id), IllegalArgumentException.class, () -> new ServiceKey("default", id));
      assertThrows(
          Printable.quote(id), IllegalArgumentException.class, () -> new ServiceKey(id, "s"));
    }
  }

  @Test
  public void dep15_distinctIdsHaveDistinctNames() {
    assertNotEquals(new ServiceKey("a", "b").toString(), new ServiceKey("a", "B").toString());
    assertNotEquals(new ServiceKey("a", "b.c"), new ServiceKey("a", "b-c"));
  }

  @Test
  public void ordinaryIdsAreTaken() {
    for (String id : List.of("a", "0", "guava-33.4.8-jre", "A_b.c-9", "a".repeat(64))) {
      assertTrue(id, ServiceKey.isId(id));
    }
  }

  @Test
  public void parseReadsWhatToStringWrites() {
    ServiceKey key = new ServiceKey("blue", "greeter");
    assertEquals(key, ServiceKey.parse(key.toString()));
    assertEquals(new ServiceKey("default", "greeter"), ServiceKey.parse("greeter"));
  }

  @Test
  public void parseRefusesASecondSlash() {
    assertThrows(IllegalArgumentException.class, () -> ServiceKey.parse("a/b/c"));
  }

  @Test
  public void refusalIsOneLineAndNamesThePattern() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ServiceKey.requireId("service", "a\nb"));
    assertFalse(refused.getMessage().contains("\n"));
    assertTrue(refused.getMessage(), refused.getMessage().contains(ServiceKey.ID_PATTERN));
  }
}
