package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;

/** Over a registry that has services of Solo's shell and of a bundle that was deployed. */
public class BundleCommandsTest {
  private final Bundle own = fake(Bundle.class, (proxy, method, arguments) -> null);
  private final Bundle deployed = fake(Bundle.class, (proxy, method, arguments) -> null);
  private final List<ServiceReference<?>> registry = new ArrayList<>();
  private final BundleCommands commands = new BundleCommands(context());

  @Test
  public void ownCommandIsFound() throws Exception {
    register(own, "solo", new Greeting("own"), "greet", "other");
    assertEquals("own", commands.named("greet").orElseThrow().execute(null, new ArrayList<>()));
    assertTrue(commands.named("gree").isEmpty());
  }

  @Test
  public void commandOfADeployedBundleNeitherAddsNorShadows() throws Exception {
    register(deployed, "solo", new Greeting("deployed"), "greet", "steal");
    assertTrue(commands.named("greet").isEmpty());
    assertTrue(commands.named("steal").isEmpty());
    register(own, "solo", new Greeting("own"), "greet");
    assertEquals("own", commands.named("greet").orElseThrow().execute(null, new ArrayList<>()));
  }

  @Test
  public void otherScopesAreNotSolos() {
    register(own, "other", new Greeting("own"), "greet");
    assertTrue(commands.named("greet").isEmpty());
  }

  private void register(Bundle by, String scope, Object service, String... functions) {
    Map<String, Object> properties =
        Map.of("osgi.command.scope", scope, "osgi.command.function", functions);
    registry.add(
        fake(
            ServiceReference.class,
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getBundle" -> by;
                  case "adapt" -> service;
                  case "getProperties" -> FrameworkUtil.asDictionary(properties);
                  default -> throw new UnsupportedOperationException(method.toString());
                }));
  }

  private BundleContext context() {
    return fake(
        BundleContext.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "getBundle" -> own;
              case "getServiceReferences" -> matching((String) arguments[1]);
              case "getService" -> ((ServiceReference<?>) arguments[0]).adapt(Object.class);
              case "ungetService" -> true;
              default -> throw new UnsupportedOperationException(method.toString());
            });
  }

  private ServiceReference<?>[] matching(String filter) throws Exception {
    var wanted = FrameworkUtil.createFilter(filter);
    ServiceReference<?>[] found =
        registry.stream()
            .filter(one -> wanted.match(one.getProperties()))
            .toArray(ServiceReference<?>[]::new);
    // As the registry says that there is none.
    return found.length == 0 ? null : found;
  }

  private static <T> T fake(Class<T> type, InvocationHandler answers) {
    InvocationHandler known =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> answers.invoke(proxy, method, arguments);
            };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, known));
  }

  /** A command. */
  public record Greeting(String by) {
    public String greet() {
      return by;
    }
  }
}
