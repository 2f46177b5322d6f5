package solo.recovery.verify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static solo.recovery.verify.World.key;
import static solo.recovery.verify.World.kinds;
import static solo.recovery.verify.World.only;
import static solo.recovery.verify.World.spec;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.Fold;
import solo.core.recovery.SystemState;
import solo.core.vault.Seal;
import solo.core.verify.Depth;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;
import solo.core.verify.Kind;
import solo.core.verify.VerificationReport;
import solo.core.verify.VerificationReport.Status;

/** What only a reading of everything finds. */
public class DeepVerifyTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private World world;

  @Before
  public void begin() {
    world = new World(folder.getRoot().toPath());
  }

  @After
  public void end() throws Exception {
    world.verifier.deactivate();
  }

  /** A checkpoint file whose state is not the log's. */
  private void wrongCheckpoint() {
    SystemState right = world.process().projection.current();
    SystemState wrong = new SystemState(right.id(), true, true, new TreeMap<>());
    world.checkpoints.put(
        right.id(),
        new CheckpointStore.Listed(
            right.id(), Optional.of(new CheckpointStore.Checkpoint(wrong, 9)), ""));
  }

  @Test
  public void aWholeLogWithGoodCheckpointsIsFine() throws Exception {
    world.deploy("acme/a", 1);
    world.process().checkpoint();
    world.deploy("acme/b", 2);
    world.process().checkpoint();
    world.kill("acme/nobody");
    assertEquals(Status.OK, world.boot().deep().status());
  }

  @Test
  public void aCheckpointThatIsNotTheFoldIsFoundInDepthAndMadeRight() throws Exception {
    world.deploy("acme/web", 1);
    wrongCheckpoint();
    long id = world.checkpoints.firstKey();
    world.boot();
    // What booted from it believes it: the service is an orphan to it, and no quick look knows
    // better.
    assertEquals(List.of(Kind.ORPHAN_SERVICE), kinds(world.quick()));
    VerificationReport deep = world.deep();
    List<Finding> mismatches =
        deep.findings().stream().filter(f -> f.kind() == Kind.CHECKPOINT_MISMATCH).toList();
    assertEquals(
        List.of(String.valueOf(id), Checkpoints.PROJECTION),
        mismatches.stream().map(Finding::about).sorted().toList());
    assertTrue(mismatches.get(0).detail(), mismatches.get(0).detail().contains("acme/web"));
  }

  @Test
  public void aFixInDepthPutsTheStateRightBeforeItTouchesAService() throws Exception {
    world.deploy("acme/web", 1);
    wrongCheckpoint();
    world.boot();
    VerificationReport report = world.verifier.fix(Depth.DEEP, false, World.OWNER, told -> {});
    assertEquals(report.findings().toString(), Status.OK, report.status());
    assertEquals(1, world.framework.bundles().size());
    assertEquals(0, world.framework.restored);
    assertEquals(Status.OK, world.deep().status());
  }

  @Test
  public void aCheckpointThatCannotBeUsedIsFoundQuicklyAndReplaced() throws Exception {
    world.deploy("acme/web", 1);
    world.checkpoints.put(
        3L, new CheckpointStore.Listed(3, Optional.empty(), "its checksum is wrong"));
    world.boot();
    assertEquals(Kind.CHECKPOINT_MISMATCH, only(world.quick()).kind());
    assertEquals(1, world.fix().fixed());
    assertFalse(world.checkpoints.containsKey(3L));
    assertEquals(1, world.checkpoints.size());
    assertEquals(Status.OK, world.deep().status());
  }

  @Test
  public void anUnreadableEventIsAFindingAndTheRestCounts() throws Exception {
    Event unreadable = world.append(key("acme/x"), new Payload.Unreadable("type 'x_y'"));
    world.deploy("acme/web", 1);
    world.process().checkpoint();
    world.boot();
    assertEquals(List.of(), world.quick().findings());
    VerificationReport report = world.deep();
    assertEquals(Kind.UNREADABLE_EVENT, only(report).kind());
    assertEquals(String.valueOf(unreadable.id()), only(report).about());
    assertEquals(Status.WARNING, report.status());
    assertEquals(1, report.running());
  }

  @Test
  public void rec14_aGapNamesTheEventThatAcceptedItAndIsThenAWarning() throws Exception {
    world.deploy("acme/web", 1);
    long first = world.log.lastId() + 1;
    world.log.skip(3);
    world.deploy("acme/db", 2);
    world.boot();
    assertEquals(Status.ERROR, world.deep().status());
    long accepted =
        world
            .append(
                EventDraft.ofSystem(
                    World.OWNER, "", 0, new Payload.DataLossAccepted(first, "fsck")))
            .id();
    VerificationReport report = world.deep();
    Finding gap = only(report);
    assertEquals(Kind.LOG_GAP, gap.kind());
    assertEquals(first + "-" + (first + 2), gap.about());
    assertEquals(accepted, gap.acceptedBy());
    assertFalse(gap.fixable());
    assertEquals(Status.WARNING, report.status());
  }

  @Test
  public void rec14_aCheckpointAfterAGapKeepsWhatTheLostEventsDid() throws Exception {
    world.deploy("acme/web", 1);
    Fold fold = new Fold(world.process().projection.current());
    long lost = world.log.lastId() + 1;
    Payload deployed = new Payload.ServiceDeployed(spec(2), false, 1);
    EventDraft draft = EventDraft.ofService(key("acme/db"), World.OWNER, "", 0, deployed);
    fold.apply(new Event(lost, Instant.EPOCH, new UUID(0, 0), draft));
    world.framework.run(key("acme/db"), spec(2), lost);
    world.log.skip(1);
    fold.apply(world.kill("acme/nobody"));
    world.checkpointStore().write(fold.state());
    world.append(
        EventDraft.ofSystem(World.OWNER, "", 0, new Payload.DataLossAccepted(lost, "fsck")));
    world.boot();
    assertEquals(List.of(Kind.LOG_GAP), kinds(world.deep()));
    world.verifier.fix(Depth.DEEP, false, World.OWNER, told -> {});
    assertEquals(2, world.framework.bundles().size());
    world.process().checkpoint();
    assertEquals(Status.WARNING, world.boot().deep().status());
  }

  @Test
  public void ver16_aBrokenChainIsSevereNamesThePlaceAndNothingOfItIsMended() throws Exception {
    world.deploy("acme/a", 1);
    world.deploy("acme/b", 2);
    world.process().checkpoint();
    world.events = new DamagedStore(world.log, 3);
    world.boot();
    VerificationReport report = world.verifier.fix(Depth.DEEP, true, World.OWNER, told -> {});
    Finding finding = only(report);
    assertEquals(Kind.CHAIN_BROKEN, finding.kind());
    assertTrue(finding.detail(), finding.detail().contains("segment 1 is damaged at 4096"));
    assertEquals(List.of(), report.repairs());
    assertEquals(Status.ERROR, report.status());
  }

  @Test
  public void evt11_damageWhoseLossIsAcceptedIsAGapAndNoDamageAnyMore() throws Exception {
    world.deploy("acme/a", 1);
    world.deploy("acme/b", 2);
    world.process().checkpoint();
    world.events = new DamagedStore(world.log, 3);
    world.boot();
    VerificationReport damaged = world.verifier.fix(Depth.DEEP, true, World.OWNER, told -> {});
    assertEquals(Kind.CHAIN_BROKEN, only(damaged).kind());
    world.append(EventDraft.ofSystem(World.OWNER, "", 0, ReportEvents.toPayload(damaged)));
    assertEquals(Kind.CHAIN_BROKEN, only(world.boot().quick()).kind());

    world.events = world.log;
    world.log.lose(3, 3);
    world.append(EventDraft.ofSystem(World.OWNER, "", 0, new Payload.DataLossAccepted(3, "fsck")));
    assertEquals(List.of(), kinds(world.boot().quick()));
  }

  @Test
  public void ver10_aLogThatCannotBeReadIsAnErrorAndNothingIsMended() throws Exception {
    world.logged("acme/missing", 1);
    world.boot();
    world.log.failAfter(0, EventStoreException.Cause.IO_FAILURE);
    VerificationReport report = world.fix();
    assertEquals(Status.ERROR, report.status());
    assertTrue(kinds(report).contains(Kind.STORE_UNREADABLE));
    assertEquals(List.of(), report.repairs());
    assertEquals(0, world.framework.restored);
    assertEquals(Status.ERROR, world.deep().status());
  }

  @Test
  public void ver10_aFrameworkThatCannotBeListedIsAnErrorAndNothingIsMended() throws Exception {
    Event intent =
        world.append(key("acme/web"), new Payload.ServiceDeploying(spec(2), true, false));
    world.boot();
    world.framework.fault = new IllegalStateException("no bundles");
    VerificationReport report = world.fix();
    assertEquals(Kind.STORE_UNREADABLE, only(report).kind());
    assertEquals("services", only(report).about());
    assertEquals(Status.ERROR, report.status());
    assertEquals(List.of(), world.log.all(Payload.ServiceDeploymentFailed.class));
    assertTrue(intent.id() > 0);
  }

  @Test
  public void aStoreJoinsWithItsFindingsAndItsRepairs() throws Exception {
    ToyStore store = new ToyStore();
    store.quick = List.of(Finding.of(Kind.INDEX_BEHIND, "", "3 events behind", "rebuild", true));
    world.stores.add(store);
    world.boot();
    assertEquals(Kind.INDEX_BEHIND, only(world.quick()).kind());
    VerificationReport report = world.fix();
    assertEquals("rebuilt", report.repairs().get(0).after());
    assertEquals(Status.OK, report.status());
  }

  @Test
  public void whatADeepVerifyFoundStaysUntilTheNextDoesNot() throws Exception {
    ToyStore store = new ToyStore();
    store.deep = List.of(Finding.of(Kind.ARTIFACT_CORRUPT, "d1", "broken", "restore", false));
    world.stores.add(store);
    world.boot();
    assertEquals(Status.OK, world.quick().status());
    assertEquals(Status.ERROR, world.deep().status());
    assertEquals(Kind.ARTIFACT_CORRUPT, only(world.quick()).kind());
    store.deep = List.of();
    assertEquals(Kind.ARTIFACT_CORRUPT, only(world.quick()).kind());
    assertEquals(Status.OK, world.deep().status());
    assertEquals(Status.OK, world.quick().status());
  }

  @Test
  public void ver10_aStoreThatThrowsIsNamedAtBothDepthsAndTheOthersAreStillRead() throws Exception {
    ToyStore broken = new ToyStore();
    broken.fault = new IllegalStateException("no such page");
    ToyStore other = new ToyStore();
    other.quick = List.of(Finding.of(Kind.INDEX_BEHIND, "", "behind", "rebuild", true));
    world.stores.add(broken);
    world.stores.add(other);
    world.boot();
    VerificationReport report = world.fix();
    assertEquals(List.of(Kind.STORE_UNREADABLE, Kind.INDEX_BEHIND), kinds(report));
    assertTrue(report.findings().get(0).detail().contains("no such page"));
    assertEquals(List.of(), report.repairs());
    broken.fault = null;
    broken.deepFault = new IllegalStateException("half way");
    VerificationReport deep = world.verifier.fix(Depth.DEEP, false, World.OWNER, told -> {});
    assertEquals(List.of(Kind.STORE_UNREADABLE, Kind.INDEX_BEHIND), kinds(deep));
    assertEquals(List.of(), deep.repairs());
    assertEquals("as long as it is known", List.of(), world.fix().repairs());
  }

  @Test
  public void rec14_aCheckpointTakenBeforeALossKnowsWhatWasLostAndStaysBelieved() throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.append(key("acme/other"), new Payload.ServiceDeploying(spec(2), false, false));
    world.append(key("acme/other"), new Payload.ServiceDeployed(spec(2), false, 1));
    world.kill("acme/other");
    world.process().checkpoint();
    world.log.lose(1, 3);
    world.append(EventDraft.ofSystem(World.OWNER, "", 0, new Payload.DataLossAccepted(1, "fsck")));
    world.boot();
    VerificationReport report = world.verifier.fix(Depth.DEEP, false, World.OWNER, told -> {});
    assertEquals(Kind.LOG_GAP, only(report).kind());
    assertEquals(List.of(web), world.framework.bundles());

    // Another checkpoint is wrong: what is folded anew begins with what the first one knows.
    SystemState wrong = new SystemState(6, true, true, new TreeMap<>());
    world.checkpoints.put(
        6L,
        new CheckpointStore.Listed(6, Optional.of(new CheckpointStore.Checkpoint(wrong, 9)), ""));
    report = world.verifier.fix(Depth.DEEP, false, World.OWNER, told -> {});
    assertEquals(1, report.fixed());
    assertEquals(Status.WARNING, report.status());
    assertEquals(List.of(web), world.framework.bundles());
  }

  @Test
  public void rec14_withoutACheckpointTheStateInMemoryIsNotGivenUpForALogWithAGap()
      throws Exception {
    LiveBundle web = world.deploy("acme/web", 1);
    world.kill("acme/nobody");
    world.process().checkpoint();
    world.boot();
    world.log.lose(1, 2);
    world.checkpoints.clear();
    VerificationReport report = world.verifier.fix(Depth.DEEP, false, World.OWNER, told -> {});
    assertEquals(List.of(), report.repairs());
    assertEquals(List.of(Kind.LOG_GAP, Kind.CHECKPOINT_MISMATCH), kinds(report));
    assertEquals(List.of(web), world.framework.bundles());
  }

  @Test
  public void rec14_anAcceptedGapLongerThanTheTailIsAcceptedAtTheStartToo() throws Exception {
    world.deploy("acme/web", 1);
    world.log.skip(3 * QuickLook.LONGEST_TAIL);
    long accepted =
        world
            .append(
                EventDraft.ofSystem(World.OWNER, "", 0, new Payload.DataLossAccepted(3, "fsck")))
            .id();
    world.boot();
    VerificationReport report = world.verifier.last().orElseThrow();
    assertEquals("3-" + (accepted - 1), only(report).about());
    assertEquals(accepted, only(report).acceptedBy());
    assertEquals(Status.WARNING, report.status());
  }

  @Test
  public void ver10_whatADeepVerifyCouldNotReadStopsEveryRepair() throws Exception {
    ToyStore store = new ToyStore();
    store.deepFault = new IllegalStateException("half way");
    world.stores.add(store);
    world.logged("acme/web", 1);
    world.boot();
    VerificationReport report = world.verifier.fix(Depth.DEEP, false, World.OWNER, told -> {});
    assertEquals(List.of(Kind.STORE_UNREADABLE, Kind.MISSING_SERVICE), kinds(report));
    assertEquals(List.of(), report.repairs());
    store.deepFault = null;
    assertEquals(1, world.verifier.fix(Depth.DEEP, false, World.OWNER, told -> {}).fixed());
  }

  @Test
  public void aStateAheadOfTheLogIsAFindingAndNoEndlessWalk() throws Exception {
    world.deploy("acme/web", 1);
    SystemState ahead = new SystemState(9, true, true, new TreeMap<>());
    world.checkpoints.put(
        9L,
        new CheckpointStore.Listed(9, Optional.of(new CheckpointStore.Checkpoint(ahead, 9)), ""));
    world.config = new World.Config("off", 20, 3, 3_600_000, 3_600_000, 100);
    world.boot();
    Finding finding =
        world.deep().findings().stream()
            .filter(f -> f.kind() == Kind.STORE_UNREADABLE)
            .findFirst()
            .orElseThrow();
    assertTrue(finding.detail(), finding.detail().contains("ends at event 2"));
  }

  @Test
  public void ver10_aFaultInTheWalkIsAFindingAndNotTheEndOfTheVerify() throws Exception {
    world.deploy("acme/web", 1);
    world.events = new DamagedStore(world.log, 1, new IllegalStateException("a fault"));
    world.boot();
    VerificationReport report = world.deep();
    assertEquals(Kind.STORE_UNREADABLE, only(report).kind());
    assertEquals(Status.ERROR, report.status());
  }

  @Test
  public void whatAStoreHasFoundIsNotKeptForTheNextProcessWhichReadsItAnew() throws Exception {
    world.deploy("acme/web", 1);
    world.boot();
    ToyStore store = new ToyStore();
    store.deep =
        List.of(Finding.of(Kind.ARTIFACT_CORRUPT, "ab", "other bytes", "put it back", false));
    DeepRound.Stores stores =
        new DeepRound.Stores(
            world.log,
            world.checkpointStore(),
            world.projection,
            () -> Seal.OPEN,
            () -> List.of(store),
            world.messages.logger());
    try (DeepRound round = new DeepRound(stores)) {
      while (round.found().isEmpty()) {
        assertTrue("it finds nothing", round.step(1_000_000));
      }
      assertEquals(List.of(), round.position().orElseThrow().found());
    }
  }

  /** A store that says what a test wants. */
  private static final class ToyStore implements Inspection {
    private List<Finding> quick = List.of();
    private List<Finding> deep = List.of();
    private RuntimeException fault;
    private RuntimeException deepFault;

    @Override
    public String name() {
      return "toys";
    }

    @Override
    public List<Finding> quick(SystemState fold) {
      if (fault != null) {
        throw fault;
      }
      return quick;
    }

    @Override
    public Iterator<List<Finding>> deep(SystemState fold) {
      if (deepFault != null) {
        throw deepFault;
      }
      return List.of(deep).iterator();
    }

    @Override
    public Optional<String> repair(Finding finding) {
      if (!quick.contains(finding)) {
        return Optional.empty();
      }
      quick = List.of();
      return Optional.of("rebuilt");
    }
  }
}
