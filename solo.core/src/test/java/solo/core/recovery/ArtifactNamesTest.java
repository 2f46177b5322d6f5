package solo.core.recovery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Payload;

public class ArtifactNamesTest {
  private static final String DIGEST = "ab".repeat(32);

  /** A type that is added with a digest and forgotten here would cost its artifacts. */
  @Test
  public void everyTypeWithADigestOrASpecNamesItsArtifact() throws Exception {
    Set<String> naming = new TreeSet<>();
    for (Class<? extends Payload> type : Payload.types().values()) {
      if (Arrays.stream(type.getRecordComponents()).anyMatch(ArtifactNamesTest::isArtifact)) {
        naming.add(Payload.typeOf(type));
        assertEquals(Payload.typeOf(type), Optional.of(DIGEST), ArtifactNames.of(filled(type)));
      }
    }
    assertTrue(naming.toString(), naming.contains("service_recovered"));
    assertEquals(naming.toString(), 7, naming.size());
  }

  @Test
  public void whatNamesNoneNamesNone() {
    assertEquals(Optional.empty(), ArtifactNames.of(new Payload.SystemReady(1)));
    assertEquals(Optional.empty(), ArtifactNames.of(new Payload.ServiceKilled("")));
  }

  private static boolean isArtifact(RecordComponent component) {
    return component.getType() == ServiceSpec.class || component.getName().equals("digest");
  }

  private static Payload filled(Class<? extends Payload> type) throws Exception {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Arrays.stream(components).map(ArtifactNamesTest::value).toArray();
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  private static Object value(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == ServiceSpec.class) {
      return new ServiceSpec(ServiceSpec.BUNDLE, DIGEST, 1, "one", "1.0.0", "", 5, 1, 1, 1);
    } else if (type == String.class) {
      return component.getName().equals("digest") ? DIGEST : "";
    } else if (type == boolean.class) {
      return false;
    }
    return type == int.class ? (Object) 1 : (Object) 1L;
  }
}
