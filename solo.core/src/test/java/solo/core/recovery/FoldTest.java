package solo.core.recovery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.ServiceRecord.FileOutcome;
import solo.core.recovery.ServiceRecord.Intent;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;

/** The fold against its table, and over random histories. */
public class FoldTest {
  private static final ServiceKey KEY = new ServiceKey("acme", "web");
  private static final Caller DIRECTORY = Caller.directory("acme");
  private static final ServiceSpec OLD = Histories.spec(1);
  private static final ServiceSpec NEW = Histories.spec(2);

  @Test
  public void everyDirectorysActorIsToldFromAnyOther() {
    assertTrue(DIRECTORY.actor().startsWith(Fold.DIRECTORY));
    assertFalse(Histories.OWNER.actor().startsWith(Fold.DIRECTORY));
  }

  @Test
  public void rec29_everyRowOfTheFoldsTableHolds() {
    for (Map<String, String> row : DocTable.rows("fold")) {
      for (FileOutcome marked : FileOutcome.values()) {
        for (ServiceSpec asked : List.of(OLD, NEW)) {
          check(row, marked, asked);
        }
      }
      String[] event = row.get("event").split(" ");
      assertTrue(event[0], Payload.types().containsKey(event[0]));
    }
  }

  private static void check(Map<String, String> row, FileOutcome marked, ServiceSpec asked) {
    Histories log = new Histories();
    FileMark mark = new FileMark(OLD.digest(), marked, 3, 1);
    boolean directory = row.get("by").equals("directory");
    Caller by = directory ? DIRECTORY : Histories.OWNER;
    long intent = deployThenOpen(log, by, asked);
    SystemState opened = log.fold();
    ServiceRecord before = opened.service(KEY).file(Optional.of(mark));
    Event event = append(log, row.get("event"), by, intent, asked);
    Fold fold = new Fold(with(opened, before));
    fold.apply(event);
    ServiceRecord after = fold.state().service(KEY);
    String at = row + " after " + before + " with " + asked.digest();
    assertEquals(at, standing(row.get("standing"), before), after.standing());
    assertEquals(at, row.get("spec").equals("this") ? asked : OLD, after.spec().orElseThrow());
    assertEquals(at, open(row.get("open intent"), before, event), after.open());
    assertEquals(at, mark(row.get("mark"), mark, event, asked), after.file());
  }

  private static long deployThenOpen(Histories log, Caller by, ServiceSpec asked) {
    log.service(KEY, Histories.OWNER, 0, new Payload.ServiceDeployed(OLD, false, 1));
    return log.service(KEY, by, 0, new Payload.ServiceDeploying(asked, true, false)).id();
  }

  private static SystemState with(SystemState state, ServiceRecord record) {
    return new SystemState(
        state.id(), true, false, new java.util.TreeMap<>(Map.of(record.key(), record)));
  }

  private static Event append(
      Histories log, String what, Caller by, long intent, ServiceSpec asked) {
    String[] words = what.split(" ");
    Caller caller = what.endsWith("interrupted") ? Histories.RECOVERY : by;
    String outcome = words.length > 1 ? words[1] : "";
    Payload payload =
        switch (words[0]) {
          case "service_deploying" -> new Payload.ServiceDeploying(asked, true, false);
          case "service_deployed" -> new Payload.ServiceDeployed(asked, true, 1);
          case "service_deployment_failed" ->
              new Payload.ServiceDeploymentFailed(outcome, asked.digest(), "", "");
          case "service_killed" -> new Payload.ServiceKilled(OLD.digest());
          case "service_quarantined" -> new Payload.ServiceQuarantined(OLD.digest(), 3);
          case "service_recovered" -> new Payload.ServiceRecovered(OLD.digest(), 1);
          case "service_recovery_failed" -> new Payload.ServiceRecoveryFailed(OLD.digest(), "");
          default -> throw new AssertionError("unknown event " + what);
        };
    return log.service(KEY, caller, intent, payload);
  }

  private static Standing standing(String cell, ServiceRecord before) {
    return cell.equals("same")
        ? before.standing()
        : Standing.valueOf(cell.replace(" if deployed once", "").toUpperCase());
  }

  private static Optional<Intent> open(String cell, ServiceRecord before, Event event) {
    return switch (cell) {
      case "same" -> before.open();
      case "this" ->
          Optional.of(
              new Intent(
                  event.id(),
                  ((Payload.ServiceDeploying) event.payload()).spec(),
                  event.draft().actor()));
      default -> Optional.empty();
    };
  }

  private static Optional<FileMark> mark(
      String cell, FileMark before, Event event, ServiceSpec asked) {
    boolean same = before.digest().equals(asked.digest());
    int deaths = same ? 1 : 0;
    return switch (cell) {
      case "same" -> Optional.of(before);
      case "none unless interrupted" ->
          Optional.of(before).filter(m -> m.outcome() == FileOutcome.INTERRUPTED);
      case "accepted" ->
          Optional.of(new FileMark(asked.digest(), FileOutcome.ACCEPTED, event.id(), 0));
      case "accepted if its digest is the mark's, else same" ->
          Optional.of(
              same ? new FileMark(asked.digest(), FileOutcome.ACCEPTED, event.id(), 0) : before);
      case "interrupted, one death more" ->
          Optional.of(
              new FileMark(asked.digest(), FileOutcome.INTERRUPTED, event.id(), deaths + 1));
      default ->
          Optional.of(
              new FileMark(
                  asked.digest(), FileOutcome.valueOf(cell.toUpperCase()), event.id(), deaths));
    };
  }

  @Test
  public void rec27_checkpointAndTailEqualTheWholeLogAtEveryCut() {
    long seed = System.nanoTime();
    for (int round = 0; round < 60; round++, seed++) {
      List<Event> all = Histories.random(new Random(seed), 60).events();
      SystemState whole = Histories.fold(SystemState.EMPTY, all);
      for (int cut = 0; cut <= all.size(); cut++) {
        SystemState checkpoint = Histories.fold(SystemState.EMPTY, all.subList(0, cut));
        SystemState both = Histories.fold(checkpoint, all.subList(cut, all.size()));
        assertEquals("seed " + seed + " cut at " + cut, whole, both);
      }
    }
  }

  @Test
  public void rec29_whatWasNeverAcknowledgedNorKilledNeverRuns() {
    long seed = System.nanoTime();
    for (int round = 0; round < 200; round++, seed++) {
      Histories log = Histories.random(new Random(seed), 80);
      for (Decision decision : decisions(log.fold(), DeployFiles.UNSEEN).values()) {
        Optional<ServiceSpec> expected = lastAcknowledged(log.events(), decision.key());
        assertEquals("seed " + seed + " " + decision, expected, decision.spec());
      }
    }
  }

  /** What should run, found the slow way: by the last change of a service. */
  private static Optional<ServiceSpec> lastAcknowledged(List<Event> events, ServiceKey key) {
    Optional<ServiceSpec> spec = Optional.empty();
    for (Event event : events) {
      if (event.draft().key().filter(key::equals).isEmpty()) {
        continue;
      }
      if (event.payload() instanceof Payload.ServiceDeployed deployed) {
        spec = Optional.of(deployed.spec());
      } else if (event.payload() instanceof Payload.ServiceKilled
          || event.payload() instanceof Payload.ServiceQuarantined) {
        spec = Optional.empty();
      }
    }
    return spec;
  }

  @Test
  public void rec29_anOpenIntentChangesNothingThatRuns() {
    long seed = System.nanoTime();
    for (int round = 0; round < 200; round++, seed++) {
      Random chance = new Random(seed);
      Histories log = Histories.random(chance, 60);
      Map<ServiceKey, Decision> before = decisions(log.fold(), DeployFiles.UNSEEN);
      ServiceKey key = new ServiceKey("t0", "s" + chance.nextInt(5));
      log.service(key, DIRECTORY, 0, new Payload.ServiceDeploying(NEW, false, false));
      Map<ServiceKey, Decision> after = decisions(log.fold(), DeployFiles.UNSEEN);
      Optional<ServiceSpec> ran = Optional.ofNullable(before.get(key)).flatMap(Decision::spec);
      assertEquals("seed " + seed, ran, after.get(key).spec());
      assertTrue("seed " + seed, after.get(key).close().isPresent());
    }
  }

  @Test
  public void rec29_anUntrustedDirectoryKillsNothingAndTheSameInputGivesTheSameOutput() {
    long seed = System.nanoTime();
    for (int round = 0; round < 200; round++, seed++) {
      SystemState state = Histories.random(new Random(seed), 80).fold();
      Map<ServiceKey, Decision> decisions = decisions(state, DeployFiles.UNSEEN);
      assertEquals("seed " + seed, decisions, decisions(state, DeployFiles.UNSEEN));
      for (Decision decision : decisions.values()) {
        assertEquals("seed " + seed, Decision.FileAction.NONE, decision.file());
      }
    }
  }

  private static Map<ServiceKey, Decision> decisions(SystemState state, DeployFiles files) {
    return WhatShouldRun.decide(state, files, Suspects.NONE, Seal.OPEN);
  }

  @Test
  public void dep25_aContentThatWasDecidedIsNeverDeployedAgainByARestart() {
    Histories log = new Histories();
    log.service(KEY, DIRECTORY, 0, new Payload.ServiceDeployed(OLD, false, 1));
    DeployFiles files = new DeployFiles(true, Map.of(KEY, OLD.digest()));
    assertEquals(Decision.FileAction.NONE, decisions(log.fold(), files).get(KEY).file());
    log.service(KEY, Histories.OWNER, 0, new Payload.ServiceKilled(OLD.digest()));
    assertEquals(Decision.FileAction.NONE, decisions(log.fold(), files).get(KEY).file());
    DeployFiles changed = new DeployFiles(true, Map.of(KEY, NEW.digest()));
    assertEquals(Decision.FileAction.DEPLOY, decisions(log.fold(), changed).get(KEY).file());
  }

  @Test
  public void shd9_aCleanStopIsKnownAtTheNextStartAndADeathToo() {
    Histories log = new Histories();
    assertTrue(log.fold().stopped());
    log.system(new Payload.SystemStarted("1", "17", 1, "k", true));
    assertTrue(log.fold().lastStopClean());
    assertFalse(log.fold().stopped());
    log.system(new Payload.SystemStarted("1", "17", 2, "k", false));
    assertFalse(log.fold().lastStopClean());
    log.system(new Payload.SystemShutdownComplete("test", 1, 70, "acme/web"));
    assertFalse(log.fold().stopped());
    log.system(new Payload.SystemShutdownComplete("test", 1, 0, ""));
    log.system(new Payload.SystemStarted("1", "17", 3, "k", true));
    assertTrue(log.fold().lastStopClean());
  }

  @Test
  public void anEventTwiceChangesNothingAndAMissingOneIsRefused() {
    Histories log = new Histories();
    Event first = log.service(KEY, DIRECTORY, 0, new Payload.ServiceDeployed(OLD, false, 1));
    log.service(KEY, DIRECTORY, 0, new Payload.ServiceKilled(OLD.digest()));
    Event third = log.service(KEY, DIRECTORY, 0, new Payload.ServiceDeployed(NEW, false, 1));
    Fold fold = new Fold(SystemState.EMPTY);
    fold.apply(first);
    SystemState once = fold.state();
    fold.apply(first);
    assertEquals(once, fold.state());
    assertThrows(IllegalArgumentException.class, () -> fold.apply(third));
    fold.skipTo(third.id());
    fold.apply(third);
    assertEquals(NEW, fold.state().service(KEY).spec().orElseThrow());
    assertThrows(IllegalArgumentException.class, () -> fold.skipTo(third.id()));
  }

  @Test
  public void aRefusalBeforeAnIntentLeavesTheIntentOpenThatIsUnderWay() {
    Histories log = new Histories();
    log.service(KEY, Histories.OWNER, 0, new Payload.ServiceDeploying(OLD, false, false));
    log.service(KEY, DIRECTORY, 0, new Payload.ServiceDeploymentFailed("refused", "", "", ""));
    assertTrue(log.fold().service(KEY).open().isPresent());
  }

  @Test
  public void retryClearsTheDeathsCountedAgainstAContent() {
    Histories log = new Histories();
    for (int death = 0; death < 2; death++) {
      long id =
          log.service(KEY, DIRECTORY, 0, new Payload.ServiceDeploying(OLD, false, false)).id();
      log.service(
          KEY,
          Histories.RECOVERY,
          id,
          new Payload.ServiceDeploymentFailed("interrupted", OLD.digest(), "", ""));
    }
    assertEquals(2, log.fold().service(KEY).file().orElseThrow().interruptions());
    log.service(KEY, Histories.OWNER, 0, new Payload.ServiceDeploying(OLD, false, true));
    assertEquals(0, log.fold().service(KEY).file().orElseThrow().interruptions());
  }
}
