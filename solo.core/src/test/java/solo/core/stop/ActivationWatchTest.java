package solo.core.stop;

import static org.junit.Assert.assertEquals;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.log.Logger;

public class ActivationWatchTest {
  private static final String TRACE =
      "java.lang.IllegalStateException: outer\n\tat a.B.c\nCaused by: java.io.IOException: no disk\n\tat d.E.f";

  private final List<ComponentDescriptionDTO> descriptions = new ArrayList<>();
  private volatile int state = ComponentConfigurationDTO.FAILED_ACTIVATION;
  private final BlockingQueue<String> exits = new ArrayBlockingQueue<>(100);
  private ActivationWatch watch;

  @After
  public void end() throws Exception {
    watch.deactivate();
  }

  @Test
  public void aPartOfSoloThatFailsTwiceIsNamedWithItsReason() {
    watching("solo.eventstore", "solo.eventstore.provider.Store");
    assertEquals("once may pass", Optional.empty(), watch.look());
    assertEquals(
        Optional.of(
            "solo.eventstore.provider.Store does not activate: java.io.IOException: no disk"),
        watch.look());
  }

  @Test
  public void theProcessEndsWhileItIsNotReady() throws Exception {
    watching("solo.eventstore", "solo.eventstore.provider.Store");
    watch.start();
    assertEquals(
        "BAD_CONFIGURATION solo.eventstore.provider.Store does not activate:"
            + " java.io.IOException: no disk",
        exits.poll(30, TimeUnit.SECONDS));
  }

  @Test
  public void aPartThatRecoversIsLeftAlone() {
    watching("solo.recovery", "solo.recovery.provider.Replayer");
    watch.look();
    state = ComponentConfigurationDTO.ACTIVE;
    assertEquals(Optional.empty(), watch.look());
  }

  @Test
  public void aServiceOfTheUserIsNotSolosMatter() {
    watching("greeter", "greeter.Greeter");
    watch.look();
    assertEquals(Optional.empty(), watch.look());
  }

  private void watching(String bundle, String name) {
    ComponentDescriptionDTO description = new ComponentDescriptionDTO();
    description.bundle = new BundleDTO();
    description.bundle.symbolicName = bundle;
    description.name = name;
    descriptions.add(description);
    watch =
        new ActivationWatch(
            answering(ServiceComponentRuntime.class),
            (code, reason) -> exits.add(code + " " + reason),
            answering(Logger.class),
            10);
  }

  private <T> T answering(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> answer(method.getName())));
  }

  private Object answer(String method) {
    return switch (method) {
      case "getComponentDescriptionDTOs" -> descriptions;
      case "getComponentConfigurationDTOs" -> List.of(configuration());
      default -> null;
    };
  }

  private ComponentConfigurationDTO configuration() {
    ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
    configuration.state = state;
    configuration.failure = TRACE;
    return configuration;
  }
}
