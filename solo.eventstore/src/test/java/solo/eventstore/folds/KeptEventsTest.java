package solo.eventstore.folds;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

public class KeptEventsTest {
  private static final List<Payload> PAYLOADS =
      List.of(
          new Payload.ClockAccepted(1, 2, true),
          new Payload.DataLossAccepted(7, "lost"),
          new Payload.AuditKeyChanged("k", "p"),
          new Payload.BackupRestored("f", "s", 1, 1, "l"),
          new Payload.RetentionApplied(9, "l", "b", 1, "delete", 1, 1),
          new Payload.SystemStarted("1", "17", 1, "k", true),
          new Payload.SystemShutdownComplete("t", 1, 0, ""),
          new Payload.VerificationCompleted("BOOT", "OK", 1, 1, 1, 1, 0, 0, 0, List.of()),
          new Payload.VerificationCompleted("DEEP", "OK", 1, 1, 1, 1, 0, 0, 0, List.of()),
          new Payload.SystemReady(1));

  @Test
  public void eachKeepsAllOrTheNewest() {
    List<Event> twice = new ArrayList<>();
    for (int id = 1; id <= 2 * PAYLOADS.size(); id++) {
      twice.add(event(id, PAYLOADS.get((id - 1) % PAYLOADS.size())));
    }
    Map<String, List<Long>> rests = new TreeMap<>();
    folds().forEach((name, folds) -> rests.put(name, fold(folds, twice).restsOn()));
    assertEquals(
        Map.of(
            "clock", List.of(11L),
            "losses", List.of(2L, 12L),
            "audit", List.of(3L, 13L),
            "restores", List.of(4L, 14L),
            "retention", List.of(15L),
            "last", List.of(16L, 17L, 18L, 19L)),
        rests);
  }

  @Test
  public void whatItRestsOnMakesTheSameAtEveryBoundary() {
    Random chance = new Random(3);
    List<Event> all = new ArrayList<>();
    for (int id = 1; id <= 200; id++) {
      all.add(event(id, PAYLOADS.get(chance.nextInt(PAYLOADS.size()))));
    }
    for (LogFoldFactory folds : folds().values()) {
      for (int boundary = 0; boundary <= all.size(); boundary++) {
        List<Event> head = all.subList(0, boundary);
        LogFold whole = fold(folds, head);
        List<Long> rests = whole.restsOn();
        LogFold made = fold(folds, head.stream().filter(e -> rests.contains(e.id())).toList());
        assertEquals(folds.name() + " at " + boundary, whole.fingerprint(), made.fingerprint());
      }
    }
  }

  @Test
  public void anyWordOfAKeptEventChangesTheFingerprint() {
    LogFoldFactory losses = folds().get("losses");
    String one =
        fold(losses, List.of(event(1, new Payload.DataLossAccepted(7, "a")))).fingerprint();
    String other =
        fold(losses, List.of(event(1, new Payload.DataLossAccepted(7, "b")))).fingerprint();
    assertNotEquals(one, other);
  }

  private static LogFold fold(LogFoldFactory folds, List<Event> events) {
    LogFold fold = folds.begin();
    events.forEach(fold::apply);
    return fold;
  }

  /** Those of this bundle. */
  private static Map<String, LogFoldFactory> folds() {
    Map<String, LogFoldFactory> folds = new TreeMap<>();
    ServiceLoader.load(LogFoldFactory.class).forEach(found -> folds.put(found.name(), found));
    return folds;
  }

  private static Event event(long id, Payload payload) {
    EventDraft draft = new EventDraft("", "", "system:test", "", 0, payload);
    return new Event(id, Instant.ofEpochMilli(id), new UUID(1, 2), draft);
  }
}
