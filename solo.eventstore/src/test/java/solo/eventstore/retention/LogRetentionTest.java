package solo.eventstore.retention;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.Payload;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;
import solo.core.retention.FileHolds;
import solo.core.retention.Retention.Action;
import solo.core.retention.Retention.Plan;
import solo.core.retention.Retention.Status;
import solo.core.retention.RetentionException;
import solo.eventstore.Await;
import solo.eventstore.journal.TakenOut;

/** Retention on a store with small segments. */
public class LogRetentionTest extends Shortening {
  private static final long SEED = Long.getLong("solo.seed", 20_260_201);
  private static final int HISTORIES = Integer.getInteger("solo.histories", 2);

  @Test
  public void evt17_whatIsKeptMakesTheSameStateForAnyHistory() throws Exception {
    for (int n = 0; n < HISTORIES; n++) {
      Random random = new Random(SEED + n);
      for (int pass = 0; pass < 2; pass++) {
        append(300 + random.nextInt(400), random);
        apply(retention(32 << 10, Action.ARCHIVE));
        assertSameState("-Dsolo.seed=" + (SEED + n));
      }
      reopen();
      assertSameState("-Dsolo.seed=" + (SEED + n) + ", opened again");
    }
    assertTrue(store.takenOutThrough() > 500);
  }

  private void assertSameState(String what) throws IOException {
    List<Event> now = all(store.read(0));
    List<Event> whole = fromArchives();
    for (int i = 0; i < whole.size(); i++) {
      assertEquals(what, i + 1, whole.get(i).id());
    }
    Set<Event> every = new HashSet<>(whole);
    assertTrue(what, every.containsAll(now));
    assertTrue(what, every.containsAll(written));
    for (LogFoldFactory factory : factories) {
      assertEquals(what + " " + factory.name(), fold(factory, whole), fold(factory, now));
    }
  }

  @Test
  public void evt17_theLogSaysWhatWentAndTheStatusToo() throws Exception {
    append(800, new Random(SEED));
    LogRetention retention = retention(64 << 10, Action.ARCHIVE);
    Plan plan = retention.plan(ADA);
    Event event = apply(retention).orElseThrow();
    Payload.RetentionApplied applied = (Payload.RetentionApplied) event.payload();
    assertEquals(plan.through(), applied.throughId());
    assertEquals(plan.segments(), applied.segments());
    assertEquals(plan.bytes(), applied.bytes());
    assertEquals("archive", applied.action());
    Status status = retention.status();
    assertEquals(applied.throughId() + 1, status.from());
    assertEquals(applied.kept(), status.kept());
    assertEquals(plan.segments(), status.archived());
    assertTrue(status.toString(), status.bytes() <= 64 << 10);
    assertEquals(Optional.empty(), apply(retention));
  }

  @Test
  public void evt17_whatIsKeptIsSignedBeforeTheLogSaysThatItIsAllThatIsLeft() throws Exception {
    append(800, new Random(SEED));
    List<TakenOut> signed = new ArrayList<>();
    long before = store.lastId();
    witness =
        next -> {
          assertEquals("nothing is told yet", before, store.lastId());
          assertEquals("nothing is gone yet", 0, store.takenOutThrough());
          signed.add(next);
        };
    Event event = apply(retention(64 << 10, Action.DELETE)).orElseThrow();
    Payload.RetentionApplied applied = (Payload.RetentionApplied) event.payload();
    assertEquals(1, signed.size());
    assertEquals(applied.throughId(), signed.get(0).through());
    assertEquals(applied.base(), signed.get(0).sha256());
    assertEquals(applied.link(), signed.get(0).link());
  }

  @Test
  public void evt17_whatCannotBeSignedStaysInTheLog() throws Exception {
    append(800, new Random(SEED));
    List<Event> before = all(store.read(0));
    witness =
        next -> {
          throw new IOException("the state directory is full");
        };
    Exception failure =
        assertThrows(RetentionException.class, () -> apply(retention(64 << 10, Action.DELETE)));
    assertTrue(failure.toString(), failure.getMessage().contains("the state directory is full"));
    assertEquals(before, all(store.read(0)));
    reopen();
    assertEquals(before, all(store.read(0)));
  }

  @Test
  public void evt17_queriesAnswerWithWhatIsThere() throws Exception {
    append(1500, new Random(SEED));
    apply(retention(32 << 10, Action.DELETE));
    for (int round = 0; round < 2; round++) {
      List<Event> there = all(store.read(0));
      for (String tenant : List.of("", "t1")) {
        for (String type : List.of("", "secret_stored", "limits_changed")) {
          for (boolean newest : List.of(false, true)) {
            EventQuery query = new EventQuery(tenant, "", type, 3, 40, newest);
            assertEquals(query.toString(), expected(there, query), ids(query(query)));
          }
        }
      }
      Event kept = there.get(0);
      assertEquals(Optional.of(kept), store.event(kept.id()));
      assertEquals(Optional.empty(), store.event(kept.id() + 1).filter(e -> !there.contains(e)));
      reopen();
    }
    assertFalse(Files.exists(data().resolve("archive")));
  }

  private static List<Long> expected(List<Event> there, EventQuery query) {
    List<Event> found =
        new ArrayList<>(
            there.stream()
                .filter(e -> e.id() > query.since())
                .filter(e -> query.tenant().isEmpty() || query.tenant().equals(e.draft().tenant()))
                .filter(e -> query.type().isEmpty() || query.type().equals(e.type()))
                .toList());
    if (query.newestFirst()) {
      java.util.Collections.reverse(found);
    }
    return ids(found.stream().limit(query.limit()).toList());
  }

  private static List<Long> ids(List<Event> events) {
    return events.stream().map(Event::id).toList();
  }

  @Test
  public void evt17_whatIsYoungStays() throws Exception {
    append(800, new Random(SEED));
    Policy young =
        new Policy(
            Duration.ofDays(1), 0, Action.ARCHIVE, data().resolve("archive"), Duration.ofDays(1));
    assertEquals(Optional.empty(), apply(retention(young)));
    Policy old =
        new Policy(
            Duration.ofNanos(1), 0, Action.ARCHIVE, data().resolve("archive"), Duration.ofDays(1));
    assertTrue(apply(retention(old)).isPresent());
    assertEquals("the last segment stays", 1, retention(old).status().segments());
  }

  /** The guide names the folds; a test of the guide compares it with what the bundles offer. */
  @Test
  public void evt17_eachFoldOfTheGuideHasToBeThere() throws Exception {
    String guide = Files.readString(Path.of("../docs/retention.md"));
    Set<String> told =
        Pattern.compile("(?m)^\\| `(\\w+)` \\|")
            .matcher(guide.substring(guide.indexOf("| fold | keeps |")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toSet());
    assertEquals(told, FoldProof.REQUIRED);
  }

  /** What is told is done: the wait for the log does not end by it. */
  @Test
  public void anInterruptLeavesNoEventThatIsNotSo() throws Exception {
    append(700, new Random(SEED));
    LogRetention retention = retention(32 << 10, Action.DELETE);
    Thread.currentThread().interrupt();
    Event told = retention.apply(ADA, "why", step -> {}).orElseThrow();
    assertTrue("it is kept", Thread.interrupted());
    assertEquals(((Payload.RetentionApplied) told.payload()).throughId(), store.takenOutThrough());
  }

  @Test
  public void evt17_whatCannotBeMadeAgainStopsIt() throws Exception {
    append(800, new Random(SEED));
    noCheckpoint = Optional.of(new IOException("no space left"));
    assertRefused("no checkpoint can be taken, without which nothing goes: no space left");
    noCheckpoint = Optional.empty();
    LogFoldFactory liar =
        forgetful(NewestFold.named("secrets", e -> e.type().equals("secret_accessed")));
    factories = NewestFold.all().stream().map(f -> f.name().equals("secrets") ? liar : f).toList();
    assertRefused("'secrets' cannot be made again");
    for (LogFoldFactory missing : NewestFold.all()) {
      String name = missing.name();
      factories = NewestFold.all().stream().filter(f -> !f.name().equals(name)).toList();
      assertRefused("what '" + name + "' rests on is not known");
    }
    factories = NewestFold.all();
    try (FileHolds.Hold copying = holds.hold("a backup to /x")) {
      assertRefused("a backup to /x");
    }
    assertTrue(apply(retention(32 << 10, Action.ARCHIVE)).isPresent());
  }

  private void assertRefused(String why) throws IOException {
    RetentionException refused =
        assertThrows(RetentionException.class, () -> apply(retention(32 << 10, Action.ARCHIVE)));
    assertTrue(refused.getMessage(), refused.getMessage().contains(why));
    assertEquals(0, store.takenOutThrough());
    assertEquals(written, all(store.read(0)));
    try (var files = Files.list(data().resolve("events"))) {
      assertTrue(files.noneMatch(file -> file.toString().contains(".base")));
    }
  }

  /** Its folds rest on more than they say. */
  private static LogFoldFactory forgetful(LogFoldFactory of) {
    return new LogFoldFactory() {
      @Override
      public String name() {
        return of.name();
      }

      @Override
      public LogFold begin() {
        LogFold fold = of.begin();
        return (LogFold)
            java.lang.reflect.Proxy.newProxyInstance(
                LogFold.class.getClassLoader(),
                new Class<?>[] {LogFold.class},
                (proxy, method, arguments) ->
                    method.getName().equals("restsOn")
                        ? List.of()
                        : method.invoke(fold, arguments));
      }
    };
  }

  @Test
  public void evt17_neverPastTheNewestCheckpoint() throws Exception {
    append(400, new Random(SEED));
    assertTrue(apply(retention(64 << 10, Action.DELETE)).isPresent());
    long checkpoint = checkpoints.latest().orElseThrow().state().id();
    append(600, new Random(SEED));
    noCheckpoint = Optional.of(new IOException("no space left"));
    apply(retention(16 << 10, Action.DELETE));
    assertTrue(store.takenOutThrough() <= checkpoint);
    assertTrue(store.takenOutThrough() > 0);
    reopen();
    assertEquals(checkpoint, checkpoints.latest().orElseThrow().state().id());
  }

  @Test
  public void evt17_whoFollowsMissesNothingWhileSegmentsGo() throws Exception {
    append(300, new Random(SEED));
    AtomicBoolean enough = new AtomicBoolean();
    List<Throwable> failures = new ArrayList<>();
    Thread writer =
        new Thread(
            () -> {
              try {
                Random random = new Random(SEED);
                while (!enough.get()) {
                  append(20, random);
                }
              } catch (Exception e) {
                failures.add(e);
              }
            });
    try (EventFeed behind = store.follow(0)) {
      writer.start();
      for (int pass = 0; pass < 6; pass++) {
        long end = store.lastId() + 200;
        Await.until("200 events more", () -> store.lastId() >= end);
        apply(retention(48 << 10, Action.ARCHIVE));
      }
      enough.set(true);
      writer.join();
      assertTrue(store.takenOutThrough() > 300);
      long seen = 0;
      while (seen < store.lastId()) {
        assertEquals(seen + 1, behind.next(Duration.ofSeconds(60)).orElseThrow().id());
        seen++;
      }
    }
    assertEquals(List.of(), failures);
    // an index that was behind reads the journal for a while yet
    Await.until("nobody reads any more", () -> stillRead() == 0);
    assertEquals(retention(0, Action.ARCHIVE).status().segments(), files(".log"));
    assertEquals(1, files(".base"));
  }

  private int stillRead() {
    try {
      return history.journal().removal().removeFiles();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long files(String suffix) throws IOException {
    try (var files = Files.list(data().resolve("events"))) {
      return files.filter(file -> file.toString().endsWith(suffix)).count();
    }
  }

  @Test
  public void oneApplicationAtATimeAndTroubleIsTold() throws Exception {
    append(400, new Random(SEED));
    LogRetention retention = retention(32 << 10, Action.ARCHIVE);
    List<String> inside = new ArrayList<>();
    retention.apply(
        ADA,
        "why",
        step -> {
          if (inside.isEmpty()) {
            inside.add(assertThrows(RetentionException.class, () -> apply(retention)).getMessage());
          }
        });
    assertEquals(List.of("retention is being applied already"), inside);
    assertTrue(RetentionHealth.result(List.of()).isOk());
    assertFalse(RetentionHealth.result(List.of("no space")).isOk());
  }

  @Test
  public void whileSomebodyAppliesItTheTurnTellsNoTrouble() throws Exception {
    append(400, new Random(SEED));
    LogRetention retention = retention(32 << 10, Action.ARCHIVE);
    List<String> steps = new ArrayList<>();
    retention.apply(
        ADA,
        "why",
        step -> {
          steps.add(step);
          try {
            retention.turn();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          assertEquals(List.of(), retention.troubles());
        });
    assertFalse(steps.isEmpty());
  }

  @Test
  public void anErrorIsTroubleThatIsToldAndTheNextTurnGoesOn() throws Exception {
    append(400, new Random(SEED));
    LogRetention retention = retention(32 << 10, Action.ARCHIVE);
    LogFoldFactory huge =
        new LogFoldFactory() {
          @Override
          public String name() {
            return "huge";
          }

          @Override
          public LogFold begin() {
            throw new OutOfMemoryError("a test's");
          }
        };
    List<LogFoldFactory> more = new ArrayList<>(NewestFold.all());
    more.add(huge);
    retention.factories = more;
    retention.turn();
    assertTrue(retention.troubles().toString(), retention.troubles().get(0).contains("a test's"));
    assertEquals(0, store.takenOutThrough());
    retention.factories = NewestFold.all();
    retention.turn();
    assertEquals(List.of(), retention.troubles());
    assertTrue(store.takenOutThrough() > 0);
  }

  private static Optional<Event> apply(LogRetention retention)
      throws RetentionException, InterruptedException {
    return retention.apply(ADA, "a test", step -> {});
  }
}
