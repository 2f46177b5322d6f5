package solo.eventstore.index;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.RandomAccessFile;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.h2.mvstore.MVStore;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.eventstore.Await;

public class IndexerTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> remade = Collections.synchronizedList(new ArrayList<>());

  @Test
  public void everyFilterGivesWhatAScanGives() {
    MemorySource source = new MemorySource(100, 0).grow(2_000);
    try (Indexer indexer = caughtUp(source)) {
      Random random = new Random(5);
      for (int i = 0; i < 2_000; i++) {
        assertAgrees(indexer, source, query(random));
      }
    }
  }

  private static EventQuery query(Random random) {
    return new EventQuery(
        random.nextBoolean() ? "" : "t" + random.nextInt(MemorySource.TENANTS + 1),
        random.nextBoolean() ? "" : "s" + random.nextInt(MemorySource.SERVICES + 1),
        random.nextBoolean() ? "" : random.nextBoolean() ? "service_killed" : "system_ready",
        random.nextInt(2_100),
        1 + random.nextInt(50),
        random.nextBoolean());
  }

  private static void assertAgrees(Indexer indexer, MemorySource source, EventQuery query) {
    long upTo = source.lastId() - 7;
    List<Long> expected = new ArrayList<>();
    for (Event event : source.events()) {
      if (event.id() > query.since() && event.id() <= upTo && Filters.match(query, event)) {
        expected.add(event.id());
      }
    }
    if (query.newestFirst()) {
      Collections.reverse(expected);
    }
    expected = expected.subList(0, Math.min(query.limit(), expected.size()));
    Indexer.Range range =
        new Indexer.Range(query.since(), upTo, query.limit(), query.newestFirst());
    List<Indexer.Found> found = indexer.search(Filters.of(query), range).found();
    assertEquals(query.toString(), expected, found.stream().map(Indexer.Found::id).toList());
    found.forEach(one -> assertEquals(one.id() * 8, one.offset()));
  }

  @Test(timeout = 60_000)
  public void anErrorOnTheIndexThreadHangsNoQueryAndNoStop() {
    MemorySource source = new MemorySource(100, 0).grow(50);
    try (Indexer indexer = caughtUp(source)) {
      source.fault(new StackOverflowError("a test's"));
      indexer.flush().join();
      Await.until("the index is made anew", () -> indexer.at() == source.lastId());
      assertEquals(10, indexer.search("", new Indexer.Range(0, 50, 10, false)).found().size());
    }
  }

  @Test
  public void evt14_aQueryLooksAtItsAnswerWhateverTheSizeOfTheLog() {
    assertEquals(costOfQueries(1_000), costOfQueries(30_000));
  }

  private long costOfQueries(int events) {
    try (Indexer indexer = caughtUp(new MemorySource(100, 0).grow(events))) {
      for (String tenant : List.of("", "t1", "nobody")) {
        for (String type : List.of("", "service_killed", "system_ready")) {
          for (boolean newestFirst : new boolean[] {false, true}) {
            String filter = Filters.of(new EventQuery(tenant, "", type, 0, 20, newestFirst));
            indexer.search(filter, new Indexer.Range(500, events, 10, newestFirst));
          }
        }
      }
      long visited = indexer.visited();
      assertTrue(visited + " entries for at most 180 in 18 answers", visited <= 180 + 18);
      return visited;
    } finally {
      delete();
    }
  }

  @Test
  public void aCloseKeepsAllAndTheNextOpenReadsNothingAgain() {
    MemorySource source = new MemorySource(100, 0).grow(3_000);
    caughtUp(source).close();
    int read = source.readFromJournal();
    assertFalse(Files.exists(file("index.boot")));
    try (Indexer indexer = open(source, "another kernel")) {
      assertEquals(Optional.empty(), indexer.remadeAtOpen());
      assertEquals(3_000, indexer.at());
      assertEquals(read, source.readFromJournal());
    }
  }

  @Test
  public void flt09_anIndexThatIsGoneIsMadeAnew() throws IOException {
    MemorySource source = new MemorySource(10, 0).grow(500);
    caughtUp(source).close();
    Files.delete(file("index.mv"));
    assertRemade(source, "it was missing");
  }

  @Test
  public void flt09_garbageIsMadeAnew() throws IOException {
    MemorySource source = new MemorySource(10, 0).grow(500);
    caughtUp(source).close();
    byte[] garbage = new byte[20_000];
    new Random(1).nextBytes(garbage);
    for (byte[] content : List.of(garbage, new byte[0], new byte[8192], new byte[1])) {
      Files.write(file("index.mv"), content);
      assertRemade(source, "");
    }
  }

  @Test
  public void flt09_anOlderOneCatchesUp() throws IOException {
    MemorySource source = new MemorySource(10, 0).grow(500);
    caughtUp(source).close();
    source.grow(700);
    try (Indexer indexer = open(source, "k")) {
      assertEquals(Optional.empty(), indexer.remadeAtOpen());
      awaitCaughtUp(indexer, source);
      assertComplete(indexer, source);
    }
  }

  @Test
  public void flt09_anIndexNewerThanTheJournalIsMadeAnew() {
    caughtUp(new MemorySource(10, 0).grow(500)).close();
    assertRemade(new MemorySource(10, 0).grow(400), "the journal ends with 400");
  }

  @Test
  public void flt09_anIndexOfAnotherHistoryOrJournalIsMadeAnew() {
    caughtUp(new MemorySource(10, 0).grow(500)).close();
    assertRemade(new MemorySource(10, 1).grow(500), "event 500 is not the one it knows");
    MemorySource foreign = new MemorySource(10, 1).grow(500);
    foreign.instance(new UUID(8, 8));
    assertRemade(foreign, "it is of journal");
  }

  @Test
  public void flt09_anUncleanStopUnderAnotherKernelBootIsMadeAnew() throws IOException {
    MemorySource source = new MemorySource(10, 0).grow(500);
    Path index;
    try (Indexer indexer = caughtUp(source)) {
      indexer.flush().join();
      index = snapshot();
    }
    restore(index);
    assertRemade(source, "the machine stopped while it was open", "another kernel");
    restore(index);
    try (Indexer indexer = open(source, "k")) {
      assertEquals("a killed process only catches up", Optional.empty(), indexer.remadeAtOpen());
      assertEquals(500, indexer.at());
    }
    restore(index);
    assertRemade(source, "the machine stopped while it was open", "");
  }

  @Test
  public void flt09_pagesThatRotWhileItRunsAreNoticedAndMadeAnew() throws IOException {
    MemorySource source = new MemorySource(10, 0).grow(20_000);
    caughtUp(source).close();
    rot(4096 * 4);
    try (Indexer indexer = open(source, "k")) {
      indexer.search("", new Indexer.Range(0, 20_000, 10_000, false));
      indexer.search("", new Indexer.Range(10_000, 20_000, 10_000, false));
      String filter = Filters.of(new EventQuery("t1", "", "", 0, 1, false));
      indexer.search(filter, new Indexer.Range(0, 20_000, 10_000, false));
      awaitCaughtUp(indexer, source);
      assertComplete(indexer, source);
      assertEquals(
          "noticed at open or later", 1, remade.size() + indexer.remadeAtOpen().stream().count());
    }
  }

  @Test
  public void distrustMakesItAnew() {
    MemorySource source = new MemorySource(10, 0).grow(500);
    try (Indexer indexer = caughtUp(source)) {
      indexer.distrust("it lied");
      indexer.flush().join();
      awaitCaughtUp(indexer, source);
      assertComplete(indexer, source);
      assertEquals(List.of("it lied"), remade);
    }
  }

  @Test
  public void anIndexThatCannotBeMadeIsOffAndSaysWhy() throws IOException {
    Files.createDirectories(file("index.mv").resolve("in the way"));
    MemorySource source = new MemorySource(10, 0).grow(500);
    try (Indexer indexer = open(source, "k")) {
      assertTrue(indexer.off().isPresent());
      Indexer.Answer answer = indexer.search("", new Indexer.Range(0, 500, 10, false));
      assertEquals(new Indexer.Answer(0, List.of()), answer);
      indexer.flush().join();
    }
  }

  @Test
  public void anInterruptedCallerHarmsNothing() {
    MemorySource source = new MemorySource(10, 0).grow(500);
    try (Indexer indexer = caughtUp(source)) {
      Thread.currentThread().interrupt();
      assertEquals(10, indexer.search("", new Indexer.Range(0, 500, 10, false)).found().size());
      assertTrue("the flag is kept", Thread.interrupted());
      assertComplete(indexer, source);
    }
    assertEquals(List.of(), remade);
  }

  /** Says when it is deserialised. */
  private static final class Planted implements Serializable {
    private static final long serialVersionUID = 1L;
    private static volatile boolean woken;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      woken = true;
      in.defaultReadObject();
    }
  }

  @Test
  public void flt13_aPlantedObjectIsNotDeserialised() throws IOException {
    try (MVStore store = MVStore.open(file("index.mv").toString())) {
      for (String map : List.of("head", "byId", "byFilter")) {
        store.openMap(map).put("head", new Planted());
        store.openMap(map).put(1L, new Planted());
        store.openMap(map).put(new Planted(), "x");
      }
    }
    Planted.woken = false;
    MemorySource source = new MemorySource(10, 0).grow(500);
    assertRemade(source, "");
    assertFalse(Planted.woken);
  }

  private void assertRemade(MemorySource source, String reason) {
    assertRemade(source, reason, "k");
  }

  private void assertRemade(MemorySource source, String reason, String kernelBoot) {
    try (Indexer indexer = open(source, kernelBoot)) {
      String told = indexer.remadeAtOpen().orElseThrow();
      assertTrue(told, told.contains(reason));
      awaitCaughtUp(indexer, source);
      assertComplete(indexer, source);
    }
  }

  private static void assertComplete(Indexer indexer, MemorySource source) {
    int limit = (int) source.lastId();
    for (String tenant : List.of("", "t0", "t1", "t2")) {
      EventQuery query = new EventQuery(tenant, "", "", 0, 1, false);
      long expected = source.events().stream().filter(e -> Filters.match(query, e)).count();
      Indexer.Range all = new Indexer.Range(0, limit, limit, false);
      assertEquals(expected, indexer.search(Filters.of(query), all).found().size());
    }
  }

  private Indexer caughtUp(MemorySource source) {
    Indexer indexer = open(source, "k");
    awaitCaughtUp(indexer, source);
    return indexer;
  }

  private Indexer open(MemorySource source, String kernelBoot) {
    Path directory = folder.getRoot().toPath();
    return new Indexer(new Indexer.Setup(directory, Disk.real(), kernelBoot, source), remade::add);
  }

  private static void awaitCaughtUp(Indexer indexer, MemorySource source) {
    Await.until("the index is at " + source.lastId(), () -> indexer.at() == source.lastId());
  }

  private Path file(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private void delete() {
    file("index.mv").toFile().delete();
  }

  private void rot(int from) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(file("index.mv").toFile(), "rw")) {
      for (long at = from; at < file.length() - 3 * 4096; at += 512) {
        file.seek(at);
        int old = file.read();
        file.seek(at);
        file.write(old ^ 0x55);
      }
    }
  }

  private Path snapshot() throws IOException {
    Path copy = folder.newFolder().toPath();
    for (String name : List.of("index.mv", "index.boot")) {
      Files.copy(file(name), copy.resolve(name));
    }
    return copy;
  }

  private void restore(Path copy) throws IOException {
    for (String name : List.of("index.mv", "index.boot")) {
      Files.copy(copy.resolve(name), file(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
