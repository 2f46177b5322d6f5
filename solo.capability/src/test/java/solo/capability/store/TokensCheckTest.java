package solo.capability.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.capability.MemoryLog;
import solo.capability.SilentLog;
import solo.capability.projection.Setup;
import solo.capability.token.StoredToken;
import solo.core.event.Payload;
import solo.core.fsck.OfflineCheck;
import solo.core.fsck.OfflineCheck.Offline;
import solo.core.fsck.OfflineCheck.Result;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

public class TokensCheckTest {
  private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final MemoryLog log = new MemoryLog();

  @Test
  public void fsckFindsTheCheck() {
    assertTrue(
        ServiceLoader.load(OfflineCheck.class).stream()
            .anyMatch(check -> check.type() == TokensCheck.class));
  }

  @Test
  public void whatIsAsTheLogSaysIsNoFindingAndNothingIsChanged() throws IOException {
    StoredToken one = granted("a");
    StoredToken two = granted("b");
    log.append("b", new Payload.CapabilityRevoked("", 1));
    kept(one, two.revoked(3));
    Map<String, String> before = contents();
    assertEquals(new Result("2, at event 4", List.of()), check());
    assertEquals(before, contents());
  }

  @Test
  public void nothingOnDiskIsNoFinding() {
    granted("a");
    assertEquals(List.of(), check().findings());
  }

  @Test
  public void behindTheLogIsNoFinding() {
    kept(granted("a"));
    granted("a");
    assertEquals(List.of(), check().findings());
  }

  @Test
  public void ver17_revokedInTheLogAloneIsFound() {
    StoredToken token = granted("a");
    log.append("a", new Payload.CapabilityRevoked(token.capability().accessor(), 1));
    kept(token);
    assertEquals(List.of(Kind.TOKEN_REVOKED_LIVE), kinds());
    assertEquals(token.capability().accessor(), check().findings().get(0).about());
  }

  @Test
  public void ver17_whatNoEventGrantsIsFound() {
    StoredToken token = granted("a");
    kept(token, Tokens.token(2, "a", FAR));
    assertEquals(List.of(Kind.TOKEN_ORPHAN), kinds());
  }

  @Test
  public void whatEndedBeforeItsEventsWereTakenOutIsNoFinding() {
    StoredToken living = granted("a");
    StoredToken ended = granted("b");
    log.append("b", new Payload.CapabilityRevoked("", 1));
    log.append("a", new Payload.CapabilityVerified("x", 1, 1));
    kept(living, ended.revoked(3));
    log.takeOut(3, List.of(1L));
    assertEquals(new Result("2, at event 5", List.of()), check());
  }

  @Test
  public void ver17_whatOpensAgainAfterItsEventsWereTakenOutIsFound() {
    StoredToken living = granted("a");
    StoredToken ended = granted("b");
    log.append("b", new Payload.CapabilityRevoked("", 1));
    log.append("a", new Payload.CapabilityVerified("x", 1, 1));
    kept(living, ended);
    log.takeOut(3, List.of(1L));
    assertEquals(List.of(Kind.TOKEN_ORPHAN), kinds());
  }

  @Test
  public void whatIsLackingIsFound() {
    granted("a");
    kept();
    assertEquals(List.of(Kind.STORE_BEHIND), kinds());
  }

  /** The machine's clock may have leapt; the container goes by its own. */
  @Test
  public void whatHadNotExpiredByTheLogIsFoundAlsoLongAfter() {
    granted("a", Tokens.LATER);
    kept();
    assertEquals(List.of(Kind.STORE_BEHIND), kinds());
    log.now(Tokens.LATER);
    log.append("a", new Payload.CapabilityRevoked("x", 1));
    kept();
    assertEquals("it has expired by the log", List.of(), kinds());
  }

  /** A container that dies then has no later event. */
  @Test
  public void whatWasCleanedUpAfterTheLastEventIsNoFinding() throws Exception {
    StoredToken old = granted("a", Tokens.LATER);
    StoredToken young = granted("a");
    MVTokenStore store = new MVTokenStore(setup(), SilentLog.logger());
    List.of(old, young).forEach(store::store);
    store.upTo(log.lastId());
    store.flush().getValue();
    assertEquals(1, store.cleanupExpired(Tokens.LATER));
    store.close();
    assertEquals(List.of(), check().findings());
    assertTrue(check().summary(), check().summary().startsWith("1, "));
  }

  @Test
  public void garbageIsFoundAndNotTouched() throws IOException {
    kept(granted("a"));
    Files.write(setup().file(), new byte[9_000]);
    Map<String, String> before = contents();
    assertEquals(List.of(Kind.STORE_BEHIND), kinds());
    assertEquals(before, contents());
  }

  @Test
  public void aheadOfTheLogIsFound() {
    kept(granted("a"));
    Offline empty =
        new Offline(
            folder.getRoot().toPath(), SystemState.EMPTY, () -> new MemoryLog().read(0), t -> {});
    assertEquals(Kind.STORE_BEHIND, new TokensCheck().check(empty).findings().get(0).kind());
  }

  @Test
  public void anotherBootOfTheKernelIsTold() throws IOException {
    StoredToken token = granted("a");
    log.append("a", new Payload.CapabilityRevoked(token.capability().accessor(), 1));
    kept(token);
    Files.writeString(setup().directory().resolve("tokens.boot"), "another boot");
    assertEquals("it is not used", List.of(), check().findings());
    assertTrue(check().summary(), check().summary().contains("made anew"));
  }

  private StoredToken granted(String tenant) {
    return granted(tenant, FAR);
  }

  private StoredToken granted(String tenant, Instant expires) {
    StoredToken token = Tokens.token(log.lastId() + 1, tenant, expires);
    log.append(tenant, Tokens.grant(token));
    return new StoredToken(
        token.sha256(), token.capability(), "system:test", token.grantId(), 0, 0, 0);
  }

  private void kept(StoredToken... tokens) {
    MVTokenStore store = new MVTokenStore(setup(), SilentLog.logger());
    Arrays.asList(tokens).forEach(store::store);
    store.upTo(log.lastId());
    store.close();
  }

  private Setup setup() {
    return Setup.of(folder.getRoot().toPath().resolve("tokens"), MVTokenStore.FORM, log);
  }

  private Result check() {
    return new TokensCheck()
        .check(
            new Offline(folder.getRoot().toPath(), SystemState.EMPTY, () -> log.read(0), t -> {}));
  }

  private List<Kind> kinds() {
    return check().findings().stream().map(Finding::kind).toList();
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder.getRoot().toPath())) {
      for (Path file : new ArrayList<>(files.filter(Files::isRegularFile).toList())) {
        contents.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)) + "");
      }
    }
    return contents;
  }
}
