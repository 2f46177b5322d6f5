package solo.capability.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.capability.projection.FaultyFiles;
import solo.capability.projection.Setup;
import solo.capability.store.MVTokenStore;
import solo.capability.store.TokenForgery;
import solo.capability.token.Digest;
import solo.capability.token.StoredToken;
import solo.capability.token.TokensFolds;
import solo.core.capability.Capability;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.TokenStatus;
import solo.core.fold.LogFold;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

public class TokenInspectionTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final MemoryLog events = new MemoryLog();
  private final ManualClock clock = new ManualClock();
  private MVTokenStore store;
  private World world;
  private TokenInspection inspection;

  @Before
  public void begin() {
    FaultyFiles.install();
    open();
  }

  @After
  public void end() {
    FaultyFiles.heal();
    close();
  }

  @Test
  public void tokensOfTheLogAreNoFinding() {
    Granted parent = world.grant(Permission.READ, Permission.GRANT);
    String accessor = parent.capability().accessor();
    world.grants.delegate(accessor, World.wish("a", World.ORDERS, Permission.READ), World.OWNER);
    clock.forward(Duration.ofMinutes(1));
    world.grants.renew(accessor, World.HOUR, "", World.OWNER);
    Granted revoked = world.grant(Permission.READ);
    world.grants.revoke(revoked.capability().accessor(), "", World.OWNER);
    world.grants.revokeAll("a", "", World.OWNER);
    world.grant(Permission.READ);
    assertEquals(List.of(), deep());
    restart();
    assertEquals(List.of(), deep());
    assertEquals(List.of(), inspection.quick(SystemState.EMPTY));
  }

  @Test
  public void ver17_revokedButLiveIsFoundAndRevoked() {
    Granted granted = world.grant(Permission.READ);
    StoredToken token = stored(granted);
    world.grants.revoke(granted.capability().accessor(), "", World.OWNER);
    revive(token);
    assertEquals("the forgery opens", TokenStatus.State.VALID, state(granted));
    Finding finding = only(deep());
    assertEquals(Kind.TOKEN_REVOKED_LIVE, finding.kind());
    assertEquals(granted.capability().accessor(), finding.about());
    assertTrue(finding.detail(), finding.detail().contains("is in force: event 2 revoked it"));
    assertEquals(Optional.of("revoked by event 2, as the log says"), inspection.repair(finding));
    assertEquals(TokenStatus.State.REVOKED, state(granted));
    assertEquals(List.of(), deep());
    restart();
    assertEquals("on disk as well", TokenStatus.State.REVOKED, state(granted));
  }

  @Test
  public void ver17_revokedWithItsTenantButLiveIsFound() {
    Granted granted = world.grant(Permission.READ);
    StoredToken token = stored(granted);
    world.grants.revokeAll("a", "", World.OWNER);
    revive(token);
    assertEquals(Kind.TOKEN_REVOKED_LIVE, only(deep()).kind());
  }

  @Test
  public void ver17_aTokenWithoutAGrantIsFoundAndLeft() {
    StoredToken token = stored(world.grant(Permission.READ));
    Digest other = Digest.of("another token");
    close();
    TokenForgery.put(
        setup(),
        new StoredToken(other, renamed(token.capability(), "planted"), "owner:alice", 1, 0, 0, 0));
    open();
    Finding finding = only(deep());
    assertEquals(Kind.TOKEN_ORPHAN, finding.kind());
    assertEquals("planted", finding.about());
    assertEquals(Optional.empty(), inspection.repair(finding));
    world.grants.revoke("planted", "found by a verify", World.OWNER);
    assertTrue(world.log.table().find(other).stored().revokedBy() > 0);
  }

  @Test
  public void ver17_moreRightsThanGrantedAreFound() {
    StoredToken token = stored(world.grant(Permission.READ));
    close();
    TokenForgery.put(setup(), token.with(permitting(token.capability(), Permission.ADMIN)));
    open();
    assertEquals(Kind.TOKEN_ORPHAN, only(deep()).kind());
  }

  @Test
  public void ver17_aLongerLifeThanGrantedOrRenewedIsFound() {
    StoredToken token = stored(world.grant(Permission.READ));
    Capability longer = token.capability().expiring(token.capability().renewableUntil());
    close();
    TokenForgery.put(setup(), token.with(longer));
    open();
    Finding finding = only(deep());
    assertTrue(finding.detail(), finding.detail().contains("no event says so"));
  }

  @Test
  public void whatEndedBeforeItsEventsWereTakenOutIsNoFinding() {
    Granted living = world.grant(Permission.READ);
    Granted ended = world.grant(Permission.READ, Permission.GRANT);
    String accessor = ended.capability().accessor();
    world.grants.delegate(accessor, World.wish("a", World.ORDERS, Permission.READ), World.OWNER);
    world.grants.revoke(accessor, "", World.OWNER);
    StoredToken token = stored(ended);
    takeOut();
    assertEquals(List.of(), deep());
    restart();
    assertEquals(TokenStatus.State.VALID, state(living));
    assertEquals(List.of(), deep());

    revive(new StoredToken(token.sha256(), token.capability(), "owner:alice", 2, 0, 0, 0));
    assertEquals("it opens again", Kind.TOKEN_ORPHAN, only(deep()).kind());
  }

  /** As retention does. */
  private void takeOut() {
    LogFold fold = new TokensFolds().begin();
    events.all().forEach(fold::apply);
    events.takeOut(events.lastId(), fold.restsOn());
  }

  @Test
  public void whatTheStoreLacksIsFoundAndWrittenAnew() {
    StoredToken token = stored(world.grant(Permission.READ));
    store.cleanupExpired(token.capability().expires());
    Finding finding = only(deep());
    assertEquals(Kind.STORE_BEHIND, finding.kind());
    assertEquals(Optional.of("written anew, with 1 tokens"), inspection.repair(finding));
    assertEquals(List.of(), deep());
    restart();
    assertTrue(world.log.table().find(token.sha256()) != null);
  }

  /**
   * As on a disk that fills meanwhile: that it cannot be read would keep all else from a repair.
   */
  @Test
  public void aStoreThatGoesOffDuringTheWalkEndsIt() throws Exception {
    close();
    scheme = FaultyFiles.SCHEME;
    open();
    world.grant(Permission.READ);
    Iterator<List<Finding>> steps = inspection.deep(SystemState.EMPTY);
    assertTrue(steps.hasNext());
    FaultyFiles.syncFails();
    assertTrue(store.flush().timeout(20_000).getFailure() != null);
    while (steps.hasNext()) {
      assertEquals(List.of(), steps.next());
    }
    assertEquals(Kind.STORE_BEHIND, only(inspection.quick(SystemState.EMPTY)).kind());
  }

  @Test
  public void aStoreThatIsOffIsFoundAtOnceAndWrittenAnew() throws Exception {
    close();
    scheme = FaultyFiles.SCHEME;
    open();
    StoredToken token = stored(world.grant(Permission.READ));
    FaultyFiles.syncFails();
    assertTrue(store.flush().timeout(20_000).getFailure() != null);
    Finding finding = only(inspection.quick(SystemState.EMPTY));
    assertEquals(Kind.STORE_BEHIND, finding.kind());
    assertTrue(finding.detail(), finding.detail().contains("Input/output error"));
    FaultyFiles.heal();
    assertTrue(inspection.repair(finding).isPresent());
    assertEquals(List.of(), inspection.quick(SystemState.EMPTY));
    restart();
    assertTrue(world.log.table().find(token.sha256()) != null);
  }

  private String scheme = "";

  private void revive(StoredToken token) {
    close();
    TokenForgery.put(setup(), token);
    open();
  }

  private static Capability renamed(Capability c, String accessor) {
    return new Capability(
        accessor,
        c.parent(),
        c.depth(),
        c.tenant(),
        c.resource(),
        c.permissions(),
        c.operations(),
        c.created(),
        c.expires(),
        c.renewableUntil(),
        c.rate(),
        c.note());
  }

  private static Capability permitting(Capability c, Permission permission) {
    return new Capability(
        c.accessor(),
        c.parent(),
        c.depth(),
        c.tenant(),
        c.resource(),
        Set.of(permission),
        c.operations(),
        c.created(),
        c.expires(),
        c.renewableUntil(),
        c.rate(),
        c.note());
  }

  private TokenStatus.State state(Granted granted) {
    return world.grants.info(granted.capability().accessor(), World.OWNER).state();
  }

  private StoredToken stored(Granted granted) {
    return world.log.table().find(granted.capability().accessor()).orElseThrow().stored();
  }

  private List<Finding> deep() {
    Iterator<List<Finding>> steps = inspection.deep(SystemState.EMPTY);
    List<Finding> findings = new ArrayList<>();
    while (steps.hasNext()) {
      for (Finding finding : steps.next()) {
        // two of the same are one
        if (findings.stream().noneMatch(f -> f.kind() == finding.kind())) {
          findings.add(finding);
        }
      }
    }
    return findings;
  }

  private static Finding only(List<Finding> findings) {
    assertEquals(findings.toString(), 1, findings.size());
    return findings.get(0);
  }

  private Setup setup() {
    return new Setup(folder.getRoot().toPath(), MVTokenStore.FORM, events, "boot-1", scheme);
  }

  private void restart() {
    close();
    open();
  }

  private void open() {
    store = new MVTokenStore(setup(), World.silent());
    world = new World(events, clock, store, Map.of()).begin();
    inspection = new TokenInspection(events, world.log, store);
  }

  private void close() {
    world.close();
    store.close();
  }
}
