package solo.recovery.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static solo.recovery.provider.Container.key;
import static solo.recovery.provider.Container.spec;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.deploy.Restoration.Order;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.recovery.Decision.FileAction;
import solo.core.recovery.DeployFiles;
import solo.core.recovery.RecoveryReport.Status;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.Suspects;
import solo.core.recovery.WhatShouldRun;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;

/** Deaths of the process within a deploy, and within a start. */
public class InterruptedDeployTest {
  private static final ServiceKey WEB = key("acme/web");
  private static final ServiceKey DB = key("acme/db");
  private static final ServiceKey JOB = key("acme/job");
  private static final int STEPS = 2;

  /** Writes the first events of a deploy of spec 2, as many as a death let it. */
  private static void deploy(Container container, int written) {
    if (written > 0) {
      long intent = container.intent(WEB, Container.OWNER, spec(2)).id();
      if (written > 1) {
        container.append(
            WEB, Container.OWNER, intent, new Payload.ServiceDeployed(spec(2), true, 1));
      }
    }
  }

  private static void assertClosed(Container container, boolean wasOpen) {
    List<Event> closing = container.log.all(Payload.ServiceDeploymentFailed.class);
    assertEquals(wasOpen ? 1 : 0, closing.size());
    if (wasOpen) {
      Payload.ServiceDeploymentFailed failed =
          (Payload.ServiceDeploymentFailed) closing.get(0).payload();
      assertEquals("interrupted", failed.outcome());
      assertEquals(spec(2).digest(), failed.digest());
      assertEquals(spec(2).source(), failed.source());
      List<Event> intents = container.log.all(Payload.ServiceDeploying.class);
      assertEquals(intents.get(intents.size() - 1).id(), closing.get(0).draft().cause());
      assertEquals("system:recovery", closing.get(0).draft().actor());
    }
    container.restart();
    assertEquals(closing, container.log.all(Payload.ServiceDeploymentFailed.class));
  }

  @Test
  public void rec21_aFirstDeployRunsOnlyWhenItWasAcknowledged() {
    for (int written = 0; written <= STEPS; written++) {
      Container container = new Container().restart();
      deploy(container, written);
      container.restart();
      assertEquals(written == STEPS, container.framework.running().containsKey(WEB));
      assertEquals(written == STEPS ? 1 : 0, container.report().planned());
      assertClosed(container, written == 1);
    }
  }

  @Test
  public void rec21_anUpdateInFlightLeavesTheLastAcknowledgedSpecRunning() {
    for (int written = 0; written <= STEPS; written++) {
      Container container = new Container().restart();
      container.deploy(WEB, spec(1));
      deploy(container, written);
      container.restart();
      assertEquals(spec(written == STEPS ? 2 : 1), container.framework.running().get(WEB).spec());
      assertEquals(1, container.report().planned());
      assertClosed(container, written == 1);
    }
  }

  @Test
  public void rec21_aKilledServiceStaysDownWhenItsNewDeployWasInterrupted() {
    Container container = new Container().restart();
    container.deploy(WEB, spec(1));
    container.kill(WEB);
    deploy(container, 1);
    container.restart();
    assertTrue(container.framework.running().isEmpty());
    assertEquals(1, container.report().skipped());
    assertClosed(container, true);
  }

  @Test
  public void shd06_aDeployThatACleanStopDidNotWaitForIsNobodysDeath() throws Exception {
    Container container = new Container();
    for (int stops = 0; stops < 3; stops++) {
      container.intent(WEB, Caller.directory("acme"), spec(2));
      container
          .log
          .append(
              EventDraft.ofSystem(
                  Caller.system("stop"),
                  "",
                  0,
                  new Payload.SystemShutdownComplete("SIGTERM", 1, 0, "")))
          .getValue();
      container.restart();
    }
    List<Event> closing = container.log.all(Payload.ServiceDeploymentFailed.class);
    assertEquals(3, closing.size());
    for (Event event : closing) {
      assertEquals("stopped", ((Payload.ServiceDeploymentFailed) event.payload()).outcome());
    }
    assertEquals(Optional.empty(), container.projection().current().service(WEB).file());
    assertEquals(Optional.empty(), container.projection().current().service(WEB).open());
  }

  @Test
  public void rec22_aSuspectStartsLastAndAloneAndAfterThreeDeathsIsQuarantined() {
    Container container = new Container();
    Event deployed = container.deploy(WEB, spec(1));
    container.deploy(DB, spec(2));
    container.deploy(JOB, spec(3));
    for (int deaths = 1; deaths < Suspects.DEATHS_TO_QUARANTINE; deaths++) {
      container.suspects = suspect(WEB, spec(1).digest(), deaths);
      container.restart();
      for (Order order : container.framework.asked()) {
        assertEquals(order.toString(), order.key().equals(WEB), order.alone());
      }
    }
    container.suspects = suspect(WEB, spec(1).digest(), Suspects.DEATHS_TO_QUARANTINE);
    container.restart();
    assertFalse(container.framework.running().containsKey(WEB));
    assertEquals(2, container.report().recovered());
    assertEquals(1, container.report().quarantined());
    assertEquals(Status.PARTIAL, container.report().status());
    List<Event> quarantined = container.log.all(Payload.ServiceQuarantined.class);
    assertEquals(1, quarantined.size());
    assertEquals(deployed.id(), quarantined.get(0).draft().cause());
    assertEquals(new Payload.ServiceQuarantined(spec(1).digest(), 3), quarantined.get(0).payload());
    container.suspects = Suspects.NONE;
    container.restart();
    assertEquals(1, container.report().quarantined());
    assertEquals(1, container.log.all(Payload.ServiceQuarantined.class).size());
  }

  @Test
  public void rec22_theJarOfAQuarantinedServiceInTheDirectoryIsRefused() {
    Container container = new Container();
    container.append(
        WEB, Caller.directory("acme"), 0, new Payload.ServiceDeployed(spec(1), false, 1));
    container.suspects = suspect(WEB, spec(1).digest(), 3);
    container.restart();
    DeployFiles files = new DeployFiles(true, Map.of(WEB, spec(1).digest()));
    assertEquals(
        FileAction.REFUSE,
        WhatShouldRun.decide(container.projection().current(), files, Suspects.NONE, Seal.OPEN)
            .get(WEB)
            .file());
  }

  @Test
  public void rec22_afterQuarantineANewDeployRunsAndTheOldNotesAreNotHeldAgainstIt() {
    Container container = new Container();
    container.deploy(WEB, spec(1));
    container.suspects = suspect(WEB, spec(1).digest(), 3);
    container.restart();
    container.deploy(WEB, spec(1));
    container.framework.running().clear();
    assertEquals(1, container.replayer.recover().recovered());
    assertEquals(Standing.DEPLOYED, container.projection().current().service(WEB).standing());
  }

  @Test
  public void rec22_deathsWithSeveralStartsInFlightQuarantineNobody() {
    long seed = System.nanoTime();
    Random chance = new Random(seed);
    Container container = new Container();
    List<ServiceKey> keys = List.of(WEB, DB, JOB);
    keys.forEach(key -> container.deploy(key, spec(keys.indexOf(key))));
    for (int kill = 0; kill < 10; kill++) {
      Map<ServiceKey, Suspects.Note> inFlight = new HashMap<>();
      for (ServiceKey key : keys) {
        if (chance.nextBoolean()) {
          inFlight.put(key, new Suspects.Note(spec(keys.indexOf(key)).digest(), 0));
        }
      }
      container.suspects = new Suspects(inFlight);
      container.restart();
      assertEquals("seed " + seed, 3, container.report().recovered());
      assertEquals("seed " + seed, 0, container.report().quarantined());
    }
  }

  @Test
  public void rec22_aContentThatKilledTheProcessTwiceInItsDeployIsRefused() {
    Container container = new Container().restart();
    DeployFiles files = new DeployFiles(true, Map.of(WEB, spec(1).digest()));
    FileAction[] expected = {FileAction.RETRY_ALONE, FileAction.REFUSE, FileAction.REFUSE};
    for (int death = 0; death < expected.length; death++) {
      if (death < 2) {
        container.intent(WEB, Caller.directory("acme"), spec(1));
      }
      container.restart();
      FileAction action =
          WhatShouldRun.decide(container.projection().current(), files, Suspects.NONE, Seal.OPEN)
              .get(WEB)
              .file();
      assertEquals(expected[death], action);
      assertTrue(container.framework.running().isEmpty());
    }
  }

  private static Suspects suspect(ServiceKey key, String digest, int deaths) {
    return new Suspects(Map.of(key, new Suspects.Note(digest, deaths)));
  }
}
