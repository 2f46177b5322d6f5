package solo.capability.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.Test;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;
import solo.core.capability.TokenStatus.State;
import solo.core.event.Event;
import solo.core.event.Payload;

public class TokenTableTest {
  private final TokenTable table = new TokenTable();
  private final List<String> senseless = new ArrayList<>();
  private final List<StoredToken> changed = new ArrayList<>();
  private final List<String> revoked = new ArrayList<>();

  @Test
  public void tok01_aTokenIsReadBackWithAllFields() {
    StoredToken token =
        Samples.token("one", 7).rate(new RateLimit(5, 9)).resource(Resource.service("o")).stored();
    table.restore(token);
    assertEquals(token, table.find(token.sha256()).stored());
    assertEquals(token, table.find("one").orElseThrow().stored());
  }

  @Test
  public void aGrantIsFoundByDigestAccessorAndTenant() {
    apply(Samples.token("one", 1).granted());
    apply(Samples.token("two", 2).tenant("b").granted());
    apply(Samples.token("all", 3).tenant("*").granted());
    assertEquals("one", table.find(Samples.digest("one")).accessor());
    assertEquals(1, table.ofTenant("a").size());
    assertEquals("two", table.ofTenant("b").get(0).accessor());
    assertEquals("all", table.ofTenant("*").get(0).accessor());
    assertEquals(3, table.all().size());
    assertNull(table.find(Samples.digest("three")));
  }

  @Test
  public void whatAStoreHasAndWhatTheLogSaysIsTheSame() {
    apply(Samples.token("one", 1).granted());
    apply(Samples.event(2, "a", new Payload.CapabilityRenewed("one", 5000)));
    apply(Samples.event(3, "a", new Payload.CapabilityVerified("one", 4, 700)));
    TokenTable restored = new TokenTable();
    restored.restore(changed.get(changed.size() - 1));
    assertEquals(stored(table), stored(restored));
  }

  @Test
  public void aRevokedParentEndsTheWholeTreeByOneEvent() {
    apply(Samples.token("one", 1).granted());
    apply(Samples.token("two", 2).below("one", 1).granted());
    apply(Samples.token("three", 3).below("two", 2).granted());
    apply(Samples.token("beside", 4).granted());
    apply(Samples.event(5, "a", new Payload.CapabilityRevoked("one", 3)));
    for (String accessor : List.of("one", "two", "three")) {
      assertEquals(State.REVOKED, state(accessor, 0));
      assertEquals(5, table.find(accessor).orElseThrow().endedBy());
    }
    assertEquals(State.VALID, state("beside", 0));
    assertEquals(List.of("one@5"), revoked);
  }

  @Test
  public void aChildEndsWithItsParentsTime() {
    apply(Samples.token("one", 1).expires(100).granted());
    apply(Samples.token("two", 2).below("one", 1).expires(500).granted());
    assertEquals(State.VALID, state("two", 99));
    assertEquals(State.EXPIRED, state("two", 100));
  }

  @Test
  public void aUseIsNotCountedTwiceWhileItGoesToTheLog() throws Exception {
    apply(Samples.token("one", 1).granted());
    LiveToken token = table.find("one").orElseThrow();
    AtomicLong counted = new AtomicLong();
    Thread using =
        new Thread(
            () -> {
              for (int i = 0; i < 300_000; i++) {
                counted.incrementAndGet();
                token.count(i);
                token.logged(1, i);
              }
            });
    using.start();
    while (using.isAlive()) {
      long told = token.status(0).uses();
      assertTrue("told of " + told, told <= counted.get());
    }
    assertEquals(counted.get(), token.status(0).uses());
  }

  @Test
  public void theFirstRevocationCounts() {
    apply(Samples.token("one", 1).granted());
    apply(Samples.event(2, "a", new Payload.CapabilityRevoked("one", 1)));
    apply(Samples.event(3, "a", new Payload.CapabilityRevoked("", 1)));
    assertEquals(2, table.find("one").orElseThrow().endedBy());
  }

  @Test
  public void aRevocationThatWasMadeAheadIsStillHandedOn() {
    apply(Samples.token("one", 1).granted());
    table.revokeAhead(table.find("one").orElseThrow(), 2);
    assertEquals(State.REVOKED, state("one", 0));
    apply(Samples.event(2, "a", new Payload.CapabilityRevoked("one", 1)));
    assertEquals(List.of("one@2"), revoked);
  }

  @Test
  public void aTenantsTokensEndByOneEventAndLaterOnesDoNot() {
    apply(Samples.token("one", 1).granted());
    apply(Samples.token("two", 2).granted());
    apply(Samples.token("other", 3).tenant("b").granted());
    apply(Samples.token("every", 4).tenant("*").granted());
    apply(Samples.event(5, "a", new Payload.CapabilityRevoked("", 2)));
    apply(Samples.token("later", 6).granted());
    assertEquals(State.REVOKED, state("one", 0));
    assertEquals(State.REVOKED, state("two", 0));
    assertEquals(State.VALID, state("other", 0));
    assertEquals(State.VALID, state("every", 0));
    assertEquals(State.VALID, state("later", 0));
  }

  @Test
  public void tok09_anEventThatMakesNoSenseIsAFindingAndChangesNothing() {
    apply(Samples.token("one", 1).granted());
    Payload.CapabilityGranted good = CapabilityEvents.granted(Samples.digest("x"), sample("x"));
    List<Payload> bad =
        List.of(
            granted(good, "not an id", good.sha256(), "read", ""),
            granted(good, "x", "beef", "read", ""),
            granted(good, "x", good.sha256(), "fly", ""),
            granted(good, "x", good.sha256(), "use", ""),
            granted(good, "one", good.sha256(), "read", ""),
            granted(good, "x", Samples.digest("one").hex(), "read", ""),
            new Payload.CapabilityRenewed("one", Long.MAX_VALUE),
            new Payload.CapabilityRenewed("one", -5),
            new Payload.CapabilityVerified("one", -5, 0),
            new Payload.LimitsChanged(-1, 5));
    long id = 2;
    for (Payload payload : bad) {
      apply(Samples.event(id++, "a", payload));
    }
    assertEquals(senseless.toString(), bad.size(), senseless.size());
    assertEquals(List.of(Samples.token("one", 1).stored()), stored(table));
    assertEquals(RateLimit.NONE, table.limit("a"));
  }

  @Test
  public void aLoggedDelegationThatIsWiderThanItsParentOpensNothing() {
    apply(Samples.token("one", 1).resource(Resource.service("orders")).granted());
    apply(Samples.token("two", 2).below("one", 1).granted());
    apply(Samples.token("deep", 3).below("one", 4).resource(Resource.service("orders")).granted());
    apply(Samples.token("b", 4).below("one", 1).tenant("b").granted());
    assertEquals(senseless.toString(), 3, senseless.size());
    assertEquals(1, table.size());
  }

  @Test
  public void aChainIsNoLongerThanItsLimit() {
    apply(Samples.token("t0", 1).granted());
    for (int depth = 1; depth <= TokenTable.MAX_DEPTH + 1; depth++) {
      apply(Samples.token("t" + depth, depth + 1).below("t" + (depth - 1), depth).granted());
    }
    assertEquals(TokenTable.MAX_DEPTH + 1, table.size());
    assertEquals(1, senseless.size());
  }

  @Test
  public void theSameEventTwiceIsTheSameAsOnce() {
    apply(Samples.token("one", 1).granted());
    apply(Samples.token("one", 1).granted());
    assertEquals(1, table.size());
    assertTrue(senseless.toString(), senseless.isEmpty());
  }

  @Test
  public void whatIsSaidOfATokenThatIsGoneIsPassedOver() {
    apply(Samples.event(1, "a", new Payload.CapabilityRenewed("gone", 5)));
    apply(Samples.event(2, "a", new Payload.CapabilityRevoked("gone", 1)));
    apply(Samples.event(3, "a", new Payload.CapabilityVerified("gone", 1, 1)));
    assertTrue(senseless.toString(), senseless.isEmpty());
  }

  @Test
  public void tok08_cleanUpRemovesExactlyTheExpiredAndCountsThem() {
    for (int i = 1; i <= 100; i++) {
      apply(Samples.token("t" + i, i).tenant("t" + i % 3).expires(i * 10L).granted());
    }
    apply(Samples.token("child", 101).below("t1", 1).tenant("t1").expires(5000).granted());
    assertEquals(51, table.cleanupExpired(500));
    assertEquals(0, table.cleanupExpired(500));
    assertEquals(50, table.size());
    assertEquals(
        LongStream.rangeClosed(51, 100).boxed().toList(),
        table.all().stream().map(LiveToken::grantId).toList());
    assertNull(table.find(Samples.digest("t50")));
    assertNotNull(table.find(Samples.digest("t51")));
    assertTrue(table.find("child").isEmpty());
  }

  @Test
  public void aChildWhoseParentWasCleanedUpHasExpired() {
    apply(Samples.token("two", 2).below("one", 1).granted());
    assertEquals(State.EXPIRED, state("two", 0));
    assertEquals("one", table.find("two").orElseThrow().capability().parent());
  }

  @Test
  public void aLimitIsSetAndTakenAway() {
    apply(Samples.event(1, "a", new Payload.LimitsChanged(5, 10)));
    assertEquals(new RateLimit(5, 10), table.limit("a"));
    assertEquals(RateLimit.NONE, table.limit("b"));
    apply(Samples.event(2, "a", new Payload.LimitsChanged(0, 0)));
    assertEquals(RateLimit.NONE, table.limit("a"));
  }

  private static Payload granted(
      Payload.CapabilityGranted g,
      String accessor,
      String sha256,
      String permissions,
      String operations) {
    return new Payload.CapabilityGranted(
        accessor,
        sha256,
        g.parent(),
        g.depth(),
        g.resource(),
        permissions,
        operations,
        g.createdAtMs(),
        g.expiresAtMs(),
        g.renewableUntilMs(),
        0,
        0,
        "");
  }

  private static solo.core.capability.Capability sample(String accessor) {
    return Samples.token(accessor, 9).capability();
  }

  private State state(String accessor, long nowMs) {
    return table.find(accessor).orElseThrow().state(nowMs);
  }

  private static List<StoredToken> stored(TokenTable table) {
    return table.all().stream().map(LiveToken::stored).toList();
  }

  private void apply(Event event) {
    table.apply(
        event,
        new TokenTable.Changes() {
          @Override
          public void changed(StoredToken token) {
            changed.add(token);
          }

          @Override
          public void revoked(LiveToken token, long eventId) {
            revoked.add(token.accessor() + "@" + eventId);
          }

          @Override
          public void usedOn(LiveToken token) {}

          @Override
          public void senseless(Event what, String why) {
            senseless.add(what.id() + ": " + why);
          }
        });
  }
}
