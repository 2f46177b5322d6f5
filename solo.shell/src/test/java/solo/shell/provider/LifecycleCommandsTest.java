package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Test;
import solo.core.deploy.ServiceState;
import solo.core.event.Payload;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.Replayer;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys.Source;
import solo.core.vault.VaultKeys.State;

public class LifecycleCommandsTest {
  static final List<String> STATUS_KEYS =
      List.of(
          "state",
          "stopPhase",
          "stopPhaseSince",
          "stopTrigger",
          "version",
          "pid",
          "uptimeMs",
          "planned",
          "done",
          "recoveryStatus",
          "recoveryEndedAt",
          "lastEventId",
          "lastStopClean",
          "services",
          "servicesStarting",
          "servicesActive",
          "servicesWaiting",
          "servicesStopping",
          "servicesCrashed",
          "servicesFailed",
          "servicesQuarantined",
          "servicesKilled",
          "vault",
          "vaultWhy",
          "dataDirectory",
          "deployDirectory",
          "findings");
  static final List<String> FINDING_KEYS = List.of("check", "status", "message");
  static final List<String> VERSION_KEYS = List.of("solo", "framework", "java");
  static final List<String> SHUTDOWN_KEYS = List.of("state");

  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  private JsonObject status() throws Exception {
    return console.json("status --json").getAsJsonObject();
  }

  private String state() throws Exception {
    return status().get("state").getAsString();
  }

  private void check(HealthCheck check) {
    console.health.checks = List.of(Map.entry(Map.of(HealthCheck.NAME, "disk"), check));
  }

  @Test
  public void aReadyContainerTellsAllOfItself() throws Exception {
    console.container.event("", "", "", new Payload.SystemStarted("0.1.0", "17", 1, "boot", false));
    console.container.put("default/a", ServiceState.ACTIVE, "");
    console.container.put("default/b", ServiceState.ACTIVE, "");
    console.container.put("default/c", ServiceState.KILLED, "");
    console.container.report = RecoveryCommandsTest.report();

    JsonObject status = status();

    assertEquals(STATUS_KEYS, List.copyOf(status.keySet()));
    assertEquals("ready", status.get("state").getAsString());
    assertEquals(ProcessHandle.current().pid(), status.get("pid").getAsLong());
    assertTrue(status.get("uptimeMs").getAsLong() > 0);
    assertEquals("PARTIAL", status.get("recoveryStatus").getAsString());
    assertEquals("2026-02-03T04:05:06.950Z", status.get("recoveryEndedAt").getAsString());
    assertFalse(status.get("lastStopClean").getAsBoolean());
    assertEquals(1, status.get("lastEventId").getAsLong());
    assertEquals(3, status.get("services").getAsLong());
    assertEquals(2, status.get("servicesActive").getAsLong());
    assertEquals("/solo/data", status.get("dataDirectory").getAsString());
    assertEquals("[]", status.get("findings").toString());
    String text = console.run("status").replaceAll("process +.*", "process");
    assertEquals(
        """
        state          ready
        version        0.1.0
        process
        last recovery  PARTIAL, ended 2026-02-03T04:05:06.950Z
        last stop      not clean
        services       3, 2 ACTIVE, 1 KILLED
        vault          UNSEALED
        data           /solo/data
        deploy         /solo/deploy

        no findings""",
        text);
  }

  @Test
  public void rec26_aRecoveringContainerTellsHowFarItIs() throws Exception {
    console.container.progress = new Replayer.Progress(false, 10, 3);

    JsonObject status = status();

    assertEquals("starting", status.get("state").getAsString());
    assertEquals(10, status.get("planned").getAsInt());
    assertEquals(3, status.get("done").getAsInt());
    assertTrue(status.get("services").isJsonNull());
    assertTrue(console.run("status").contains("recovering     3 of 10 services done"));
  }

  @Test
  public void statusAnswersWithoutAnyPart() throws Exception {
    Parts parts = console.container.parts;
    parts.authorization = null;
    parts.deployer = null;
    parts.events = null;
    parts.replayer = null;
    parts.checkpointer = null;
    parts.shutdown = null;
    parts.directories = null;
    console.access.parts.vaultKeys = null;

    JsonObject status = status();

    assertEquals("starting", status.get("state").getAsString());
    assertEquals(STATUS_KEYS, List.copyOf(status.keySet()));
    assertTrue(status.get("lastStopClean").isJsonNull());
  }

  @Test
  public void aMissingPartOfTheAccessIsAFinding() throws Exception {
    console.access.parts.capabilities = null;

    assertEquals("unwell", status().get("state").getAsString());
    assertTrue(console.run("status").contains("the capability service is not there"));
  }

  @Test
  public void statusTellsOfASealedVault() throws Exception {
    console.access.vault = FakeAccess.vault(State.SEALED, Source.FILE, "there is no key file");

    assertTrue(console.run("status").contains("vault          SEALED: there is no key file"));
    assertEquals("SEALED", status().get("vault").getAsString());
    console.access.failure = new VaultException(VaultException.Cause.RESTORING, "wait");
    assertTrue(status().get("vault").isJsonNull());
  }

  @Test
  public void shd07_aStoppingContainerTellsItsPhaseAndSinceWhen() throws Exception {
    console.container.stopping = true;
    console.container.stop =
        Optional.of(new Shutdown.Progress("SIGTERM", Shutdown.Phase.SERVICES, FakeContainer.TIME));

    JsonObject status = status();

    assertEquals("stopping", status.get("state").getAsString());
    assertEquals("SERVICES", status.get("stopPhase").getAsString());
    assertEquals("2026-02-03T04:05:06.700Z", status.get("stopPhaseSince").getAsString());
    assertEquals("SIGTERM", status.get("stopTrigger").getAsString());
    assertTrue(
        console
            .run("status")
            .contains("stop           SIGTERM, in SERVICES since 2026-02-03T04:05:06.700Z"));
  }

  @Test
  public void aFindingMakesItUnwell() throws Exception {
    check(() -> new Result(Result.Status.WARN, "97 % full"));

    JsonObject status = status();

    assertEquals("unwell", status.get("state").getAsString());
    JsonObject finding = status.getAsJsonArray("findings").get(0).getAsJsonObject();
    assertEquals(FINDING_KEYS, List.copyOf(finding.keySet()));
    assertEquals("97 % full", finding.get("message").getAsString());
    String text = console.run("status");
    assertTrue(text, text.endsWith("\n\nFINDING  STATUS  MESSAGE\ndisk     WARN    97 % full"));
  }

  @Test
  public void aCheckThatIsOkIsNoFinding() throws Exception {
    check(() -> new Result(Result.Status.OK, "fine"));

    assertEquals("ready", state());
  }

  @Test
  public void aMissingPartIsAFindingOfAReadyContainer() throws Exception {
    console.container.parts.checkpointer = null;

    assertEquals("unwell", state());
    assertTrue(console.run("status").contains("the checkpointer is not there"));
  }

  @Test
  public void shutdownBeginsTheStop() throws Exception {
    assertEquals("{\"state\":\"stopping\"}", console.run("shutdown --reason 'new disk' --json"));

    assertEquals(List.of("new disk"), console.container.reasons);
    assertEquals("stopping", state());
    assertEquals("state  stopping", console.run("shutdown"));
  }

  @Test
  public void versionTellsWhatRuns() throws Exception {
    JsonObject version = console.json("version --json").getAsJsonObject();

    assertEquals(VERSION_KEYS, List.copyOf(version.keySet()));
    assertEquals("0.1.0", version.get("solo").getAsString());
    assertTrue(console.run("version").startsWith("solo       0.1.0\nframework  the.framework"));
  }
}
