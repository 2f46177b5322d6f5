package solo.eventstore.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import solo.core.event.EventQuery;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.Await;
import solo.eventstore.index.Forgery;

/** Every way in which an index can be wrong is found, and mended for good. */
public class IndexInspectionTest extends JournalEventStoreFixture {
  private static final EventQuery OF_T0 = new EventQuery("t0", "", "", 0, 10_000, false);
  private static final EventQuery OF_T1 = new EventQuery("t1", "", "", 0, 10_000, false);

  private IndexInspection inspection;

  /** A change of a closed index file. */
  private interface Change {
    void to(Path index) throws Exception;
  }

  private void openAfter(Change change) throws Exception {
    open();
    fill(BEYOND_MEMORY);
    Await.until("the index has caught up", () -> store.indexer().at() == store.lastId());
    store.close();
    change.to(directory().resolve("index.mv"));
    open();
    inspection = new IndexInspection(store);
  }

  private List<Finding> quick() {
    return inspection.quick(SystemState.EMPTY);
  }

  private List<Finding> deep() {
    List<Finding> found = new ArrayList<>();
    inspection.deep(SystemState.EMPTY).forEachRemaining(found::addAll);
    return found;
  }

  private void assertFoundAndMended(String detail) throws Exception {
    assertEquals("nothing to see without a look", List.of(), quick());
    Finding found = deep().get(0);
    assertEquals(Kind.INDEX_BEHIND, found.kind());
    assertTrue(found.detail(), found.detail().contains(detail));
    assertTrue(found.fixable());
    long before = store.lastId();
    assertEquals(
        "made anew from the journal, at event " + before, inspection.repair(found).orElseThrow());
    assertEquals(List.of(), deep());
    assertEquals(List.of(), quick());
    assertEquals("who mends tells", before, store.lastId());
    assertEquals(BEYOND_MEMORY / 2, ids(OF_T0).size());
    assertEquals(BEYOND_MEMORY / 2, ids(OF_T1).size());
  }

  @Test
  public void aSoundIndexHasNoFinding() throws Exception {
    openAfter(index -> {});
    assertEquals(List.of(), quick());
    assertEquals(List.of(), deep());
  }

  @Test
  public void anEntryThatIsGoneIsFoundAndMended() throws Exception {
    openAfter(index -> Forgery.forget(index, 777));
    assertFoundAndMended("event 777 is missing");
  }

  @Test
  public void anEntryThatLeadsElsewhereIsFoundAndMended() throws Exception {
    openAfter(index -> Forgery.mislead(index, 3, 5));
    assertFoundAndMended("event 3 leads to segment 1, offset ");
  }

  @Test
  public void anEventThatItsTenantLacksIsFoundAndMended() throws Exception {
    openAfter(index -> Forgery.forget(index, OF_T0, 4_999));
    assertFoundAndMended("event 4999 is missing under tenant t0");
  }

  @Test
  public void anEventUnderAnotherTenantIsFoundAndMended() throws Exception {
    openAfter(index -> Forgery.plant(index, OF_T1, 5, 5));
    assertFoundAndMended("it has 5000 entries of events and 35001 of filters");
  }

  @Test
  public void anEventWithABrokenEntryIsFoundAndMended() throws Exception {
    openAfter(index -> Forgery.plant(index, OF_T0, 5, 7));
    assertFoundAndMended("event 5 is broken under tenant t0");
  }

  @Test
  public void theLookIsInSmallStepsAndHoldsNoFileAfterwards() throws Exception {
    openAfter(index -> {});
    Iterator<List<Finding>> steps = inspection.deep(SystemState.EMPTY);
    int count = 0;
    while (steps.hasNext()) {
      steps.next();
      count++;
    }
    assertEquals(1 + (BEYOND_MEMORY + 255) / 256, count);
    assertEquals(0, disk.readers());
  }

  @Test
  public void whatIsAppendedMeanwhileIsNoFinding() throws Exception {
    openAfter(index -> {});
    Iterator<List<Finding>> steps = inspection.deep(SystemState.EMPTY);
    while (steps.hasNext()) {
      assertEquals(List.of(), steps.next());
      fill(300);
    }
    assertEquals(List.of(), deep());
    assertEquals(List.of(), quick());
  }

  @Test
  public void anIndexThatIsMadeAnewMeanwhileIsNoFinding() throws Exception {
    openAfter(index -> Forgery.forget(index, 4_990));
    Iterator<List<Finding>> steps = inspection.deep(SystemState.EMPTY);
    steps.next();
    store.indexer().distrust("a test's");
    while (steps.hasNext()) {
      assertEquals(List.of(), steps.next());
    }
  }

  @Test
  public void anIndexThatIsOffIsFoundAndMendedOnceItCanBe() throws Exception {
    openAfter(
        index -> {
          Files.delete(index);
          Files.createDirectories(index.resolve("in the way"));
        });
    Finding off = quick().get(0);
    assertEquals(Kind.INDEX_BEHIND, off.kind());
    assertTrue(off.detail(), off.detail().contains("it is off, and queries read the whole log"));
    assertEquals(List.of(), deep());
    IllegalStateException cannot =
        assertThrows(IllegalStateException.class, () -> inspection.repair(off));
    assertTrue(cannot.getMessage(), cannot.getMessage().contains("the event index is off"));

    // at once: the index tries again by itself
    Files.move(directory().resolve("index.mv"), folder.getRoot().toPath().resolve("aside"));
    assertTrue(inspection.repair(off).isPresent());
    assertEquals(List.of(), quick());
    assertEquals(List.of(), deep());
    Await.until("it has caught up", () -> store.indexer().at() == store.lastId());
  }

  @Test
  public void othersFindingsAreNotItsOwn() throws Exception {
    openAfter(index -> {});
    Finding other = Finding.of(Kind.CHECKPOINT_MISMATCH, "", "", "", true);
    assertEquals(Optional.empty(), inspection.repair(other));
    assertFalse(store.indexer().off().isPresent());
  }
}
