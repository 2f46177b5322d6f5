package solo.capability.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.capability.MemoryLog;
import solo.capability.SilentLog;
import solo.capability.projection.CutFiles;
import solo.capability.projection.Setup;
import solo.capability.token.LiveToken;
import solo.capability.token.StoredToken;
import solo.capability.token.TokenTable;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.Payload;

/** FLT-15: the machine loses its power while the tokens' file is open. */
public class PowerCutTest {
  private static final int CUTS = 60;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final MemoryLog log = new MemoryLog();
  private TokenTable table;
  private MVTokenStore store;
  private int boot;

  @Before
  public void install() {
    CutFiles.install();
  }

  @Test
  public void flt15_afterAnyCutTheTokensAreThoseOfTheLog() throws Exception {
    Random random = new Random(20260115);
    start();
    for (int cut = 0; cut < CUTS; cut++) {
      int changes = 1 + random.nextInt(40);
      for (int i = 0; i < changes; i++) {
        apply(random.nextInt(3) == 0 ? revocation(random) : grant());
        if (random.nextInt(10) == 0) {
          store.page(0, 1);
        }
        if (random.nextInt(15) == 0) {
          assertEquals(null, store.flush().timeout(20_000).getFailure());
        }
      }
      store.page(0, 1);
      byte[] disk = CutFiles.cut(random);
      store.close();
      Files.write(setup().file(), disk);
      CutFiles.forget();
      boot++;
      start();
      assertEquals(
          "after cut " + cut, logged(), table.all().stream().map(LiveToken::stored).toList());
    }
    store.close();
  }

  /** What a lost write of one page leaves: an older page, whose checksums are right. */
  @Test
  public void flt15_anOlderPageRevivesNoTokenAfterACut() throws Exception {
    StoredToken token = revokedWithItsPageLost();
    boot++;
    start();
    assertNotEquals(0, table.find(token.sha256()).stored().revokedBy());
    store.close();
  }

  /** The same without another boot: it is the boot that tells. */
  @Test
  public void flt15_withoutTheBootNothingWouldTell() throws Exception {
    StoredToken token = revokedWithItsPageLost();
    start();
    assertEquals(0, table.find(token.sha256()).stored().revokedBy());
    store.close();
  }

  private StoredToken revokedWithItsPageLost() throws IOException {
    start();
    apply(grant());
    StoredToken token = table.all().get(0).stored();
    apply(revocation(new Random(1)));
    store.close();
    TokenForgery.put(setup(), token);
    Files.writeString(marker(), "boot-" + boot);
    return token;
  }

  private void start() throws IOException {
    if (boot > 0) {
      // it was open when the power went
      Files.writeString(marker(), "boot-" + (boot - 1));
    }
    table = new TokenTable();
    store = new MVTokenStore(setup(), SilentLog.logger());
    long at = store.restoreAll(Tokens.CREATED, table::restore).at();
    if (boot > 0) {
      assertTrue("it was made anew", at == 0 || log.all(Payload.CapabilityGranted.class).isEmpty());
    }
    try (EventCursor events = log.read(at)) {
      events.forEachRemaining(this::apply);
    }
  }

  private Path marker() {
    return folder.getRoot().toPath().resolve("tokens.boot");
  }

  private Setup setup() {
    return new Setup(
        folder.getRoot().toPath(), MVTokenStore.FORM, log, "boot-" + boot, CutFiles.SCHEME);
  }

  private Event grant() {
    return log.append("a", Tokens.grant(log.lastId() + 1));
  }

  private Event revocation(Random random) {
    List<LiveToken> all = table.all();
    String accessor = all.isEmpty() ? "nobody" : all.get(random.nextInt(all.size())).accessor();
    return log.append("a", new Payload.CapabilityRevoked(accessor, 1));
  }

  private void apply(Event event) {
    table.apply(event, new Follower());
    store.upTo(event.id());
  }

  private List<StoredToken> logged() {
    TokenTable all = new TokenTable();
    MVTokenStore none = store;
    store = null;
    try (EventCursor events = log.read(0)) {
      events.forEachRemaining(event -> all.apply(event, new Follower()));
    }
    store = none;
    return all.all().stream().map(LiveToken::stored).toList();
  }

  /** Hands over what an event changed, where there is a store. */
  private final class Follower implements TokenTable.Changes {
    @Override
    public void changed(StoredToken token) {
      if (store != null) {
        store.store(token);
      }
    }

    @Override
    public void revoked(LiveToken token, long eventId) {
      if (store != null) {
        store.revoke(token.sha256(), token.grantId(), eventId);
      }
    }

    @Override
    public void usedOn(LiveToken token) {}

    @Override
    public void senseless(Event event, String why) {
      throw new AssertionError(event + ": " + why);
    }
  }
}
