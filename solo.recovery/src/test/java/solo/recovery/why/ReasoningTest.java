package solo.recovery.why;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceSpec;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.recovery.Fold;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.SystemState;
import solo.core.recovery.WhatShouldRun;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Explanation;

public class ReasoningTest {
  private static final Instant TIME = Instant.parse("2026-02-03T04:05:06.700Z");
  private static final ServiceKey KEY = ServiceKey.parse("acme/web");
  private static final Caller ANN = Caller.owner("ann");

  private final List<Event> log = new ArrayList<>();
  private final List<Facts.Fault> faults = new ArrayList<>();
  private Optional<String> file = Optional.of("/x/web.jar");
  private Optional<String> bundle = Optional.empty();
  private Optional<Facts.Dropped> dropped = Optional.empty();
  private List<ServiceKey> similar = List.of();

  private static ServiceSpec spec() {
    return new ServiceSpec(
        "bundle", "0".repeat(64), 1, "acme.web", "1.0.0", "shell:/x/web.jar", 5, 6, 700, 8);
  }

  private long add(Caller caller, String reason, long cause, Payload payload) {
    EventDraft draft = EventDraft.ofService(KEY, caller, reason, cause, payload);
    log.add(new Event(log.size() + 1, TIME.plusSeconds(log.size()), new UUID(1, 2), draft));
    return log.size();
  }

  private long deployed() {
    long intent = add(ANN, "", 0, new Payload.ServiceDeploying(spec(), false, false));
    return add(ANN, "", intent, new Payload.ServiceDeployed(spec(), false, 1));
  }

  private long failed(String outcome, String detail) {
    return add(
        ANN, "", 0, new Payload.ServiceDeploymentFailed(outcome, "", "shell:/x/web.jar", detail));
  }

  private Explanation why(ServiceState state, String detail) {
    ServiceRecord record = record();
    ServiceStatus status = new ServiceStatus(KEY, state, spec(), TIME, 2, 12, detail);
    return Reasoning.of(facts(record, Optional.of(status)));
  }

  private Explanation why() {
    return Reasoning.of(facts(record(), Optional.empty()));
  }

  private ServiceRecord record() {
    Fold fold = new Fold(SystemState.EMPTY);
    log.forEach(fold::apply);
    return fold.state().service(KEY);
  }

  private Facts facts(ServiceRecord record, Optional<ServiceStatus> status) {
    return new Facts(TIME, record, status, log, bundle, faults, file, dropped, similar);
  }

  private static List<Long> ids(Explanation why) {
    return why.chain().stream().map(Explanation.Step::eventId).toList();
  }

  @Test
  public void killed() {
    deployed();
    add(ANN, "of no use", 0, new Payload.ServiceKilled(""));
    Explanation why = why(ServiceState.KILLED, "");
    assertEquals(
        "owner:ann killed it at 2026-02-03T04:05:08.700Z (event 3): of no use", why.because());
    assertEquals(List.of(2L, 3L), ids(why));
    assertEquals("acme.web 1.0.0 from shell:/x/web.jar", why.chain().get(0).detail());
    assertEquals(List.of("deploy --tenant acme --name web /x/web.jar"), why.help());
  }

  @Test
  public void waitingForTheVault() {
    deployed();
    Explanation why = why(ServiceState.WAITING, WhatShouldRun.WAITS_FOR_THE_VAULT);
    assertTrue(why.because(), why.because().contains("waits for the vault, which is sealed"));
    assertEquals(List.of("vault-unseal"), why.help());
  }

  @Test
  public void aSecretThatIsMissingNamesTheCommandThatPutsIt() {
    failed("unresolved", "missing secret acme/db.password");
    assertEquals("secret-put acme/db.password", why().help().get(0));
  }

  @Test
  public void aDeployThatLackedTheVaultNamesTheCommandThatOpensIt() {
    failed("unresolved", "the vault is sealed, and it names the secrets x: vault-unseal");
    assertEquals("vault-unseal", why().help().get(0));
  }

  @Test
  public void killedWithoutAReasonByOneWhoseBytesAreGone() {
    deployed();
    add(Caller.directory("acme"), "", 0, new Payload.ServiceKilled(""));
    file = Optional.empty();
    Explanation why = why(ServiceState.KILLED, "");
    assertTrue(why.because(), why.because().startsWith("directory:acme killed it"));
    assertTrue(why.because(), why.because().endsWith(", and gave no reason"));
    assertEquals(List.of("deploy --tenant acme --name web <file>"), why.help());
  }

  @Test
  public void quarantined() {
    deployed();
    add(Caller.system("recovery"), "", 2, new Payload.ServiceQuarantined("", 3));
    Explanation why = why(ServiceState.QUARANTINED, "deploy it with --retry");
    assertTrue(
        why.because(), why.because().startsWith("the container died 3 times while it start"));
    assertEquals("deploy --tenant acme --name web --retry /x/web.jar", why.help().get(1));
  }

  @Test
  public void lacksPackagesThatItHadBefore() {
    deployed();
    bundle = Optional.of("bundle 12 is INSTALLED");
    Explanation why =
        why(
            ServiceState.FAILED,
            "missing package a.b [1.0.0,2.0.0) (there is 3.0.0 of c 1); missing capability x y;"
                + " missing package z, required by middle 1.0.0; and 3 more");
    assertEquals(
        List.of(
            "package a.b [1.0.0,2.0.0) (there is 3.0.0 of c 1)",
            "capability x y",
            "package z, required by middle 1.0.0"),
        why.missing());
    assertEquals(
        List.of(
            "deploy a bundle that exports package a.b [1.0.0,2.0.0)",
            "deploy a bundle that provides capability x y",
            "deploy a bundle that exports package z"),
        why.help());
    assertTrue(why.because(), why.because().startsWith("event 2 of owner:ann says that it runs"));
    assertEquals("bundle 12 is INSTALLED", why.chain().get(1).what());
  }

  @Test
  public void couldNotBeRecovered() {
    deployed();
    add(Caller.system("recovery"), "", 2, new Payload.ServiceRecoveryFailed("", "digest differs"));
    Explanation why = why(ServiceState.FAILED, "digest differs");
    assertTrue(why.because(), why.because().endsWith(": digest differs"));
    assertEquals(List.of(2L, 3L), ids(why));
  }

  @Test
  public void aRecoveryFailureThatWasMendedIsHistory() {
    deployed();
    add(Caller.system("recovery"), "", 2, new Payload.ServiceRecoveryFailed("", "digest differs"));
    add(Caller.system("recovery"), "", 2, new Payload.ServiceRecovered("", 1));
    assertEquals(List.of(2L), ids(why(ServiceState.ACTIVE, "")));
  }

  @Test
  public void stoppedFromOutside() {
    deployed();
    Explanation why = why(ServiceState.FAILED, "its bundle was stopped from outside Solo");
    assertEquals("verify --fix", why.help().get(0));
  }

  @Test
  public void damagedArtifactWantsTheSameBytes() {
    deployed();
    Explanation why = why(ServiceState.FAILED, "artifact 0123 is damaged: its SHA-256 is 4567");
    assertEquals(List.of("deploy --tenant acme --name web /x/web.jar"), why.help());
    why = why(ServiceState.FAILED, "/data/artifacts/0123: the artifact is missing");
    assertEquals(List.of("deploy --tenant acme --name web /x/web.jar"), why.help());
  }

  @Test
  public void runsFromOtherCode() {
    deployed();
    Explanation why = why(ServiceState.ACTIVE, "its bundle was updated from outside Solo: so");
    assertEquals(List.of("verify --fix --drift"), why.help());
  }

  @Test
  public void runsAndLacksComponents() {
    deployed();
    faults.add(new Facts.Fault("acme.A", "lacks a service", List.of("service S"), List.of("do")));
    Explanation why = why(ServiceState.ACTIVE, "");
    assertTrue(
        why.because(),
        why.because().startsWith("its bundle is active, and yet acme.A lacks a service: it runs"));
    assertEquals(List.of("service S"), why.missing());
    assertEquals(List.of("do"), why.help());
    assertEquals("component acme.A", why.chain().get(1).what());
  }

  @Test
  public void runs() {
    deployed();
    Explanation why = why(ServiceState.ACTIVE, "");
    assertEquals("it runs since 2026-02-03T04:05:06.700Z, by event 2 of owner:ann", why.because());
    assertEquals(List.of(), why.help());
  }

  @Test
  public void startsOrStopsOrWaits() {
    deployed();
    assertTrue(why(ServiceState.STARTING, "").because().endsWith(" may take 700 ms"));
    assertEquals(
        "events --follow --service acme/web", why(ServiceState.STARTING, "").help().get(0));
    assertTrue(why(ServiceState.STOPPING, "").because().startsWith("its stop has begun"));
    assertTrue(
        why(ServiceState.STOPPING, "its stop did not end").help().get(0).startsWith("shutdown"));
    assertEquals(
        "it is to run and waits: recovering", why(ServiceState.WAITING, "recovering").because());
    add(ANN, "", 0, new Payload.ServiceKilled(""));
    assertEquals(
        "owner:ann killed it (event 3), and its stop did not end",
        why(ServiceState.STOPPING, "its stop did not end").because());
  }

  @Test
  public void neverDeployedForEachReason() {
    failed("refused", "no manifest");
    assertTrue(why().because(), why().because().contains("by owner:ann at 2026-"));
    assertTrue(why().because(), why().because().endsWith("was refused (event 1): no manifest"));
    assertEquals(List.of("deploy --tenant acme --name web <a mended bundle>"), why().help());

    failed("unresolved", "missing package p");
    assertEquals(List.of("package p"), why().missing());
    assertEquals(
        List.of(
            "deploy a bundle that exports package p",
            "then deploy --tenant acme --name web /x/web.jar"),
        why().help());

    failed("interrupted", "the process died");
    assertEquals(List.of("deploy --tenant acme --name web --retry /x/web.jar"), why().help());
    failed("stopped", "not acknowledged");
    assertEquals(List.of("deploy --tenant acme --name web /x/web.jar"), why().help());
    failed("failed", "its start failed: x");
    assertTrue(why().because(), why().because().endsWith("failed (event 5): its start failed: x"));
    assertEquals("UNKNOWN", why().state());
    assertEquals(List.of(3L, 4L, 5L), ids(why()));
  }

  @Test
  public void firstDeployIsUnderWay() {
    add(ANN, "", 0, new Payload.ServiceDeploying(spec(), false, false));
    assertTrue(why().because().startsWith("its first deploy, by owner:ann, has begun (event 1)"));
  }

  @Test
  public void aFileThatIsNotTakenYet() {
    dropped = Optional.of(new Facts.Dropped("acme/web.jar", "pending", "is no whole zip file"));
    assertEquals(
        "the file acme/web.jar in the deploy directory is pending: is no whole zip file",
        why().because());
  }

  @Test
  public void nobodyKnowsIt() {
    assertEquals(
        "neither the log nor the deploy directory knows a service acme/web", why().because());
    similar = List.of(ServiceKey.parse("acme/wob"), ServiceKey.parse("default/web"));
    assertTrue(why().because(), why().because().endsWith("you mean acme/wob or default/web?"));
    assertEquals(List.of("why acme/wob", "why default/web"), why().help());
  }

  @Test
  public void helpIsAWordOfTheShell() {
    deployed();
    add(ANN, "", 0, new Payload.ServiceKilled(""));
    file = Optional.of("/x/my jar.jar");
    assertTrue(why(ServiceState.KILLED, "").help().get(0).endsWith(" '/x/my jar.jar'"));
    file = Optional.of("/x/it's.jar");
    assertTrue(why(ServiceState.KILLED, "").help().get(0).endsWith(" <file>"));
  }
}
