package solo.capability.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.capability.MemoryLog;
import solo.capability.SilentLog;
import solo.capability.projection.FaultyFiles;
import solo.capability.projection.Forgery;
import solo.capability.projection.OpenProjection;
import solo.capability.projection.Setup;
import solo.capability.token.Digest;
import solo.capability.token.StoredToken;
import solo.core.event.Payload;

public class MVTokenStoreTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final MemoryLog log = new MemoryLog();
  private String kernelBoot = "boot-1";
  private String scheme = "";
  private MVTokenStore store;

  @Before
  public void begin() {
    FaultyFiles.install();
    open();
  }

  @After
  public void end() {
    FaultyFiles.heal();
    store.close();
  }

  @Test
  public void tok01_everyFieldIsReadBack() {
    StoredToken full = Tokens.full(granted());
    StoredToken plain = Tokens.token(granted(), "*");
    keep(full, plain);
    reopen();
    assertEquals(List.of(full, plain), restored());
  }

  @Test
  public void tok01_whatIsKeptLaterTakesThePlaceOfWhatWasKept() {
    StoredToken token = Tokens.token(granted(), "a");
    keep(token);
    reopen();
    StoredToken used = token.used(3, 9);
    keep(used);
    reopen();
    assertEquals(List.of(used), restored());
  }

  @Test
  public void tok02_restoredInTheOrderOfTheGrants() {
    List<StoredToken> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(Tokens.token(granted(), "a"));
    }
    List<StoredToken> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(1));
    keep(shuffled.toArray(StoredToken[]::new));
    reopen();
    assertEquals(all, restored());
    TokenStore.Restored again = store.restoreAll(Tokens.CREATED, t -> {});
    assertEquals(new TokenStore.Restored(log.lastId(), 300, 0, 0, ""), again);
  }

  @Test
  public void tok03_expiredOnesAreNotRestored() {
    StoredToken early = Tokens.token(granted(), "a", Tokens.CREATED.plusSeconds(1));
    StoredToken late = Tokens.token(granted(), "a", Tokens.CREATED.plusSeconds(2));
    keep(early, late);
    reopen();
    List<StoredToken> tokens = new ArrayList<>();
    TokenStore.Restored restored = store.restoreAll(Tokens.CREATED.plusSeconds(1), tokens::add);
    assertEquals(List.of(late), tokens);
    assertEquals(1, restored.restored());
    assertEquals(1, restored.expired());
  }

  @Test
  public void tok04_revokedStaysRevokedAfterACrash() throws Exception {
    StoredToken token = Tokens.token(granted(), "a");
    keep(token);
    flush();
    store.revoke(token.sha256(), token.grantId(), 2);
    log.append(new Payload.CapabilityRevoked("a1", 1));
    store.upTo(2);
    flush();
    crash();
    assertEquals(List.of(token.revoked(2)), restored());
  }

  @Test
  public void tok04_aRevocationOfWhatIsGoneChangesNothing() {
    store.revoke(Tokens.digest(1), 1, 2);
    granted();
    store.upTo(1);
    assertEquals(List.of(), restored());
  }

  @Test
  public void tok04_revokedAtOnceWhileTheGrantIsPending() {
    StoredToken token = Tokens.token(granted(), "a");
    store.store(token);
    store.revoke(token.sha256(), token.grantId(), 2);
    granted();
    store.upTo(2);
    assertEquals(List.of(token.revoked(2)), restored());
  }

  @Test
  public void tok05_tenantsAreApartEvenWhereTheirNamesBeginAlike() {
    StoredToken a = Tokens.token(granted(), "a");
    StoredToken ab = Tokens.token(granted(), "ab");
    StoredToken every = Tokens.token(granted(), "*");
    keep(a, ab, every);
    reopen();
    assertEquals(List.of(a.sha256()), store.ofTenant("a"));
    assertEquals(List.of(ab.sha256()), store.ofTenant("ab"));
    assertEquals(List.of(every.sha256()), store.ofTenant("*"));
    assertEquals(List.of(), store.ofTenant("b"));
  }

  @Test
  public void tok06_theTenantsIndexIsTheSetOfTokensAfterAnySequence() {
    Random random = new Random(20261);
    Map<Long, StoredToken> model = new TreeMap<>();
    Instant now = Tokens.CREATED;
    for (int i = 0; i < 2_000; i++) {
      int dice = random.nextInt(100);
      if (dice < 60) {
        StoredToken token = Tokens.any(granted(), random);
        model.put(token.grantId(), token);
        keep(token);
      } else if (dice < 90 && !model.isEmpty()) {
        List<Long> ids = new ArrayList<>(model.keySet());
        StoredToken token = model.get(ids.get(random.nextInt(ids.size())));
        long event = granted();
        model.put(token.grantId(), token.revoked(event));
        store.revoke(token.sha256(), token.grantId(), event);
        store.upTo(event);
      } else if (dice < 97) {
        now = now.plusSeconds(random.nextInt(3));
        long expired = now.toEpochMilli();
        int before = model.size();
        model.values().removeIf(t -> t.capability().expires().toEpochMilli() <= expired);
        assertEquals(before - model.size(), store.cleanupExpired(now));
      } else {
        reopen();
      }
    }
    assertEquals(List.copyOf(model.values()), restored());
    for (String tenant : List.of("*", "a", "ab", "b")) {
      List<Digest> expected =
          model.values().stream()
              .filter(token -> token.capability().tenant().equals(tenant))
              .map(StoredToken::sha256)
              .toList();
      assertEquals(tenant, expected, store.ofTenant(tenant));
    }
  }

  @Test
  public void tok08_cleanUpRemovesExactlyTheExpiredForGood() throws Exception {
    List<StoredToken> kept = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      StoredToken token = Tokens.token(granted(), "a", Tokens.CREATED.plusSeconds(1 + i % 5));
      store.store(token);
      if (i % 5 >= 2) {
        kept.add(token);
      }
    }
    store.upTo(log.lastId());
    assertEquals(2_000, store.cleanupExpired(Tokens.CREATED.plusSeconds(2)));
    assertEquals(0, store.cleanupExpired(Tokens.CREATED.plusSeconds(2)));
    assertEquals(3_000, store.ofTenant("a").size());
    flush();
    crash();
    assertEquals(kept, restored());
  }

  @Test
  public void tok09_whatIsMalformedIsNotBelievedAndTold() {
    StoredToken first = Tokens.token(granted(), "a");
    StoredToken second = Tokens.token(granted(), "a");
    keep(first, second);
    byte[] key = TokenKeys.of(first);
    edit(file -> file.map("token").put(key, new byte[] {0, 0, 0, 9}));
    List<StoredToken> tokens = new ArrayList<>();
    TokenStore.Restored restored = store.restoreAll(Tokens.CREATED, tokens::add);
    assertEquals("nothing of a broken file is believed", List.of(), tokens);
    assertEquals(1, restored.malformed());
    assertEquals(0, restored.at());
    assertTrue(restored.remade(), restored.remade().contains("a field of 9 bytes"));
    List<Payload.InconsistencyFixed> told = log.all(Payload.InconsistencyFixed.class);
    assertEquals("TOKENS_REBUILT", told.get(0).kind());
    keep(first, second);
    reopen();
    assertEquals(List.of(first, second), restored());
  }

  @Test
  public void tok09_aMapThatLacksAnEntryIsNotBelieved() {
    StoredToken token = Tokens.token(granted(), "a");
    for (String map : List.of("token", "tokenMeta", "tokensByTenant")) {
      keep(token);
      byte[] key = TokenKeys.of(token);
      edit(file -> file.map(map).remove(map.endsWith("t") ? TokenKeys.ofTenant("a", key) : key));
      TokenStore.Restored restored = store.restoreAll(Tokens.CREATED, t -> {});
      assertEquals(map, 0, restored.restored());
      assertFalse(map, restored.remade().isEmpty());
    }
  }

  @Test
  public void tok14_whatIsInTheFileIsUpToTheEventThatItNames() throws Exception {
    StoredToken token = Tokens.token(granted(), "a");
    keep(token);
    flush();
    store.store(Tokens.token(granted(), "a"));
    flush();
    crash();
    List<StoredToken> tokens = new ArrayList<>();
    assertEquals(1, store.restoreAll(Tokens.CREATED, tokens::add).at());
    assertEquals(List.of(token), tokens);
  }

  @Test
  public void flt09_aMissingFileIsToldAndBeginsAtTheFirstEvent() throws IOException {
    keep(Tokens.token(granted(), "a"));
    store.close();
    Files.delete(setup().file());
    open();
    TokenStore.Restored restored = store.restoreAll(Tokens.CREATED, t -> {});
    assertEquals(new TokenStore.Restored(0, 0, 0, 0, "it was missing"), restored);
    assertEquals(
        "the tokens on disk: it was missing",
        log.all(Payload.InconsistencyFixed.class).get(0).before());
  }

  @Test
  public void aNewContainerHasNothingToTell() {
    log.append(new Payload.SystemReady(0));
    reopen();
    assertEquals(List.of(), log.all(Payload.InconsistencyFixed.class));
  }

  @Test
  public void shd4_flushFailsWithTheReasonAndTheHealthSaysIt() throws Exception {
    store.close();
    scheme = FaultyFiles.SCHEME;
    open();
    assertEquals(Result.Status.OK, new TokenStoreHealth(store).execute().getStatus());
    FaultyFiles.writesFail("No space left on device");
    keep(Tokens.token(granted(), "a"));
    Throwable failure = store.flush().timeout(TimeUnit.SECONDS.toMillis(20)).getFailure();
    assertEquals("No space left on device", failure.getMessage());
    Result health = new TokenStoreHealth(store).execute();
    assertEquals(Result.Status.WARN, health.getStatus());
    assertTrue(health.toString(), health.toString().contains("No space left on device"));
    FaultyFiles.heal();
    flush();
    assertEquals(1, restored().size());
  }

  private Setup setup() {
    return new Setup(folder.getRoot().toPath(), MVTokenStore.FORM, log, kernelBoot, scheme);
  }

  private void open() {
    store = new MVTokenStore(setup(), SilentLog.logger());
  }

  private void reopen() {
    store.close();
    open();
  }

  /** As a kill would leave it: what is in the file now, not closed. */
  private void crash() throws IOException {
    Path copy = folder.getRoot().toPath().resolve("copy");
    Files.copy(setup().file(), copy, StandardCopyOption.REPLACE_EXISTING);
    store.close();
    Files.move(copy, setup().file(), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(folder.getRoot().toPath().resolve("tokens.boot"), kernelBoot);
    open();
  }

  private void edit(Consumer<OpenProjection> edit) {
    store.close();
    Forgery.edit(setup(), edit);
    open();
  }

  private long granted() {
    return log.append(Tokens.grant(log.lastId() + 1)).id();
  }

  private void keep(StoredToken... tokens) {
    List.of(tokens).forEach(store::store);
    store.upTo(log.lastId());
  }

  private List<StoredToken> restored() {
    List<StoredToken> tokens = new ArrayList<>();
    store.restoreAll(Tokens.CREATED, tokens::add);
    return tokens;
  }

  private void flush() throws InterruptedException {
    assertEquals(null, store.flush().timeout(TimeUnit.SECONDS.toMillis(20)).getFailure());
  }
}
