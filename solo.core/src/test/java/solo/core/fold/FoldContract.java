package solo.core.fold;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;
import solo.core.event.Event;

/** What every fold of the log keeps to, shown on histories as chance has them. */
public abstract class FoldContract {
  private static final int SEEDS = 6;

  /** The folds under test. */
  protected abstract LogFoldFactory folds();

  /** Events as a container could have written them, about so many; the same for the same seed. */
  protected abstract List<Event> history(long seed, int events);

  @Test
  public void whatItRestsOnMakesTheSameAtEveryBoundary() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Event> all = history(seed, 90);
      for (int boundary = 0; boundary <= all.size(); boundary++) {
        goesOnAlike("seed " + seed, all, boundary, Math.min(all.size(), boundary + 10));
      }
    }
  }

  @Test
  public void whatItRestsOnGoesOnAlikeToTheEndOfALongLog() {
    List<Event> all = history(99, 3_000);
    for (int boundary = 100; boundary <= all.size(); boundary += 700) {
      goesOnAlike("long", all, boundary, all.size());
    }
  }

  @Test
  public void whatItRestsOnRestsOnItself() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Event> all = history(seed, 300);
      List<Event> few = only(all, fold(all).restsOn());
      assertEquals("seed " + seed, ids(few), fold(few).restsOn());
    }
  }

  @Test
  public void whatIsCutOffAgainAndAgainIsTheSame() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Event> all = history(seed, 300);
      List<Event> kept = new ArrayList<>();
      for (Event event : all) {
        kept.add(event);
        kept = event.id() % 17 == 0 ? only(kept, fold(kept).restsOn()) : kept;
      }
      assertAlike("seed " + seed, fold(all), fold(kept));
    }
  }

  @Test
  public void theFingerprintChangesWithAnyFact() {
    int changes = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Event> all = history(seed, 80);
      LogFold whole = fold(all);
      for (Event left : all) {
        List<Event> without = new ArrayList<>(all);
        without.remove(left);
        LogFold other = fold(without);
        if (!other.facts().equals(whole.facts())) {
          changes++;
          assertNotEquals("without " + left, whole.fingerprint(), other.fingerprint());
        }
      }
    }
    boolean hasFacts = !fold(history(0, 80)).facts().isEmpty();
    assertTrue("changed facts: " + changes, changes > SEEDS || !hasFacts);
  }

  @Test
  public void whatItRestsOnIsNeeded() {
    int needed = 0;
    int looked = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      List<Event> all = history(seed, 80);
      List<Event> few = only(all, fold(all).restsOn());
      String whole = fold(few).fingerprint();
      for (Event left : few) {
        List<Event> without = new ArrayList<>(few);
        without.remove(left);
        looked++;
        needed += fold(without).fingerprint().equals(whole) ? 0 : 1;
      }
    }
    assertTrue(needed + " of " + looked + " are needed", needed * 10 >= looked * 8 && looked > 0);
  }

  @Test
  public void factsAreSortedAndEachIsThereOnce() {
    List<String> names = new ArrayList<>();
    for (Fact fact : fold(history(7, 400)).facts()) {
      names.add(fact.tenant() + "\0" + fact.key() + "\0" + fact.kind());
    }
    assertEquals(new ArrayList<>(new TreeSet<>(names)), names);
  }

  private void goesOnAlike(String what, List<Event> all, int boundary, int end) {
    LogFold whole = fold(all.subList(0, boundary));
    List<Long> rests = whole.restsOn();
    assertEquals(what + ": ascending, each once", new ArrayList<>(new TreeSet<>(rests)), rests);
    LogFold made = fold(only(all.subList(0, boundary), rests));
    assertAlike(what + " at " + boundary, whole, made);
    for (Event event : all.subList(boundary, end)) {
      whole.apply(event);
      made.apply(event);
    }
    assertAlike(what + " from " + boundary + " to " + end, whole, made);
  }

  private static void assertAlike(String what, LogFold one, LogFold other) {
    assertEquals(what, one.facts(), other.facts());
    assertEquals(what, one.fingerprint(), other.fingerprint());
  }

  /** The fold of just these. */
  protected final LogFold fold(List<Event> events) {
    LogFold fold = folds().begin();
    events.forEach(fold::apply);
    return fold;
  }

  private static List<Event> only(List<Event> events, List<Long> ids) {
    Set<Long> wanted = new HashSet<>(ids);
    List<Event> only = events.stream().filter(event -> wanted.contains(event.id())).toList();
    assertEquals("all that it rests on is there", wanted.size(), only.size());
    return new ArrayList<>(only);
  }

  private static List<Long> ids(List<Event> events) {
    return events.stream().map(Event::id).toList();
  }
}
