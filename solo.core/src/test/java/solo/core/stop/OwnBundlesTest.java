package solo.core.stop;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

public class OwnBundlesTest {
  private final List<Long> stopped = new ArrayList<>();

  @Test
  public void shd05_oneThatDoesNotStopKeepsNoOtherFromIt() {
    Bundle[] bundles = {
      bundle(1, "solo.core"), bundle(2, "solo.eventstore"), bundle(3, "acme"), odd(4), odd(5)
    };
    BundleContext context =
        StopWorld.stub(
            BundleContext.class, method -> method.equals("getBundle") ? bundles[0] : bundles);

    BundleException first =
        assertThrows(BundleException.class, () -> new OwnBundles(context).close());

    assertEquals(
        "bundle 5 does not stop: java.lang.IllegalStateException: odd", first.getMessage());
    assertEquals(List.of(5L, 4L, 2L), stopped);
  }

  private Bundle bundle(long id, String name) {
    return StopWorld.stub(
        Bundle.class,
        method ->
            switch (method) {
              case "getBundleId" -> id;
              case "getSymbolicName" -> name;
              case "stop" -> !stopped.add(id);
              default -> null;
            });
  }

  private Bundle odd(long id) {
    return StopWorld.stub(
        Bundle.class,
        method -> {
          if (method.equals("stop")) {
            stopped.add(id);
            throw new IllegalStateException("odd");
          }
          return method.equals("getBundleId") ? (Object) id : "solo.odd";
        });
  }
}
