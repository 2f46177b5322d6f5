package solo.core.fold;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;

public class FingerprintTest {
  private record Pair(String first, String second) {}

  private record Other(String first, String second) {}

  @Test
  public void differentValuesAreToldApart() {
    List<Object> values =
        List.of(
            "",
            "a",
            "ab",
            "1,2",
            1L,
            2L,
            true,
            Instant.EPOCH,
            List.of(),
            List.of("a", "b"),
            List.of("ab"),
            List.of("b", "a"),
            List.of(List.of("a"), "b"),
            Set.of("a", "b"),
            Map.of("a", "b"),
            Optional.empty(),
            Optional.of("a"),
            new Pair("a", "b"),
            new Pair("ab", ""),
            new Other("a", "b"));
    Set<String> seen = new HashSet<>();
    values.forEach(value -> seen.add(new Fingerprint().add(value).hex()));
    assertEquals(values.size(), seen.size());
  }

  @Test
  public void theOrderOfSetsAndMapsDoesNotCount() {
    Map<String, Integer> one = new LinkedHashMap<>();
    one.put("b", 2);
    one.put("a", 1);
    assertEquals(new Fingerprint().add(one).hex(), new Fingerprint().add(new TreeMap<>(one)).hex());
  }

  @Test
  public void severalValuesAreNotRunTogether() {
    String one = new Fingerprint().add("a").add("bc").hex();
    String other = new Fingerprint().add("ab").add("c").hex();
    assertEquals(2, Set.of(one, other).size());
  }

  @Test
  public void whatItDoesNotKnowIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Fingerprint().add(new Object()));
    assertThrows(IllegalArgumentException.class, () -> new Fingerprint().add(null));
  }
}
