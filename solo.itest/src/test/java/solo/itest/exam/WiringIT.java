package solo.itest.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import solo.core.deploy.Artifacts;
import solo.core.event.EventStore;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.Checkpointer;
import solo.core.recovery.Replayer;
import solo.core.recovery.StateProjection;

/** The parts of Solo are separate components that found each other as services. */
public class WiringIT extends InContainer {
  @Inject private ServiceComponentRuntime runtime;

  @Test
  public void everyComponentOfSoloIsSatisfied() {
    List<String> unsatisfied = new ArrayList<>();
    int components = 0;
    for (ComponentDescriptionDTO description : components()) {
      components++;
      for (ComponentConfigurationDTO configuration :
          runtime.getComponentConfigurationDTOs(description)) {
        if (configuration.state != ComponentConfigurationDTO.ACTIVE
            && configuration.state != ComponentConfigurationDTO.SATISFIED) {
          unsatisfied.add(
              description.name
                  + " "
                  + configuration.state
                  + " "
                  + Arrays.toString(configuration.unsatisfiedReferences)
                  + " "
                  + configuration.failure);
        }
      }
    }
    assertEquals(List.of(), unsatisfied);
    assertTrue("only " + components + " components", components >= 8);
  }

  @Test
  public void everyComponentThatRequiresAConfigurationHasOne() {
    for (ComponentDescriptionDTO description : components()) {
      if (description.configurationPolicy.equals("require")) {
        assertFalse(
            description.name + " has no configuration",
            runtime.getComponentConfigurationDTOs(description).isEmpty());
      }
    }
  }

  @Test
  public void storeReplayerAndDeployerAreSeparateComponentsOfTheirOwnBundles() {
    assertEquals("solo.eventstore", providerOf(EventStore.class));
    assertEquals("solo.eventstore", providerOf(CheckpointStore.class));
    assertEquals("solo.recovery", providerOf(Replayer.class));
    assertEquals("solo.recovery", providerOf(Checkpointer.class));
    assertEquals("solo.recovery", providerOf(StateProjection.class));
    assertEquals("solo.core", providerOf(Artifacts.class));
    Set<Object> components = new HashSet<>();
    for (Class<?> service :
        List.of(EventStore.class, Replayer.class, Checkpointer.class, Artifacts.class)) {
      components.add(context.getServiceReference(service).getProperty("component.id"));
    }
    assertEquals("one component each", 4, components.size());
    assertFalse(components.contains(null));
  }

  @Test
  public void onlyApiPackagesAreExported() {
    for (Bundle bundle : context.getBundles()) {
      String exported = bundle.getHeaders().get("Export-Package");
      if (isSolo(bundle.getSymbolicName()) && exported != null) {
        assertEquals("solo.core", bundle.getSymbolicName());
        assertFalse(exported, exported.contains("provider"));
      }
    }
  }

  private List<ComponentDescriptionDTO> components() {
    return runtime.getComponentDescriptionDTOs().stream()
        .filter(description -> isSolo(description.bundle.symbolicName))
        .toList();
  }

  private static boolean isSolo(String symbolicName) {
    return symbolicName.startsWith("solo.");
  }

  private String providerOf(Class<?> service) {
    ServiceReference<?> reference = context.getServiceReference(service);
    assertTrue(service + " is not there", reference != null);
    return reference.getBundle().getSymbolicName();
  }
}
