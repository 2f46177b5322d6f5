package solo.capability.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.Test;
import solo.core.capability.TokenStatus.State;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.fold.Fact;
import solo.core.fold.FoldContract;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

public class TokensFoldTest extends FoldContract {

  @Override
  protected LogFoldFactory folds() {
    return new TokensFolds();
  }

  @Override
  protected List<Event> history(long seed, int events) {
    return TokenHistories.random(seed, events, true);
  }

  @Test
  public void whatIsInForceIsAsInTheTableThatChecksTokens() {
    int valid = 0;
    for (long seed = 0; seed < 20; seed++) {
      List<Event> all = TokenHistories.random(seed, 200, false);
      TokenTable live = new TokenTable();
      LogFold fold = folds().begin();
      TokenTraces nobody = new TokenTraces();
      for (Event event : all) {
        nobody.next(event);
        live.apply(event, nobody);
        fold.apply(event);
      }
      long now = all.get(all.size() - 1).time().toEpochMilli();
      assertEquals("seed " + seed, valid(live, now), active(fold));
      valid += active(fold).size();
    }
    assertTrue("in force: " + valid, valid > 20);
  }

  private static Set<String> valid(TokenTable table, long nowMs) {
    return table.all().stream()
        .filter(token -> token.state(nowMs) == State.VALID)
        .map(token -> token.accessor() + " until " + token.capability().expires())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> active(LogFold fold) {
    return fold.facts().stream()
        .filter(fact -> "active".equals(fact.fields().get("standing")))
        .map(fact -> fact.key() + " until " + fact.fields().get("expires"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  public void everyRowOfTheTableThatIsNotDeadIsTheSame() {
    TokensFold fold = new TokensFold();
    TokenTable live = new TokenTable();
    TokenTraces nobody = new TokenTraces();
    for (Event event : TokenHistories.random(3, 2_000, false)) {
      fold.apply(event);
      nobody.next(event);
      live.apply(event, nobody);
    }
    for (Fact fact : fold.facts()) {
      if (fact.kind().equals("token")) {
        LiveToken token = live.find(fact.key()).orElse(null);
        assertNotNull(fact.toString(), token);
        assertEquals(token.stored(), fold.table().find(fact.key()).orElseThrow().stored());
      } else {
        assertEquals(live.limit(fact.tenant()), fold.table().limit(fact.tenant()));
      }
    }
  }

  @Test
  public void aTokenRestsOnItsGrantItsLastRenewalAndItsLastUse() {
    List<Event> all =
        List.of(
            Samples.token("one", 1).granted(),
            renewed(2, "one"),
            renewed(3, "one"),
            used(4, "one", 20),
            used(5, "one", 90),
            used(6, "one", 30));
    assertEquals("and on the newest event", List.of(1L, 3L, 5L, 6L), fold(all).restsOn());
  }

  @Test
  public void aRevokedTokenAndAllBelowItAreLeftOut() {
    List<Event> all =
        List.of(
            Samples.token("one", 1).granted(),
            Samples.token("two", 2).below("one", 1).granted(),
            Samples.token("other", 3).granted(),
            Samples.event(4, "a", new Payload.CapabilityRevoked("one", 2)),
            Samples.token("three", 5).below("two", 2).granted());
    assertEquals(List.of("other"), fold(all).facts().stream().map(Fact::key).toList());
    assertEquals("and on the newest event", List.of(3L, 5L), fold(all).restsOn());
  }

  @Test
  public void noValueAndNoDigestIsAmongTheFacts() {
    Event grant = Samples.token("one", 1).granted();
    String facts = fold(List.of(grant)).facts().toString();
    assertTrue(facts, facts.contains("one"));
    assertTrue(facts, !facts.contains(Samples.digest("one").hex()));
  }

  @Test
  public void itIsFoundWhereThereIsNoFramework() {
    Set<String> names =
        ServiceLoader.load(LogFoldFactory.class).stream()
            .map(found -> found.get().name())
            .collect(Collectors.toSet());
    assertTrue(names.toString(), names.containsAll(Set.of("tokens", "secrets")));
  }

  private static Event renewed(long id, String accessor) {
    return Samples.event(id, "a", new Payload.CapabilityRenewed(accessor, Samples.HOUR_MS + id));
  }

  private static Event used(long id, String accessor, long lastMs) {
    return Samples.event(id, "a", new Payload.CapabilityVerified(accessor, 1, lastMs));
  }
}
