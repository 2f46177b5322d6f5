package solo.eventstore.index;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.disk.Disk;

/** An index that gets on whenever its care looks at it: far at first, then little by little. */
public class IndexCareTest {
  private static final int EVENTS = 10_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final MemorySource source = new MemorySource(0, 0).grow(EVENTS);

  private LiveIndex open() {
    IndexFile file = new IndexFile(folder.getRoot().toPath(), Disk.real(), "k", source);
    LiveIndex index =
        new LiveIndex(
            file,
            source,
            reason -> {
              throw new AssertionError(reason);
            });
    index.open();
    return index;
  }

  @Test
  public void whatIsMadeAnewHasEveryEventHoweverItGetsOnBetweenTwoLooks() throws Exception {
    LiveIndex index = open();
    AtomicInteger steps = new AtomicInteger(20);
    source.whenAsked(
        () -> {
          int now = steps.getAndSet(0);
          for (int i = 0; i < now; i++) {
            index.step();
          }
          steps.set(now > 0 ? 1 : 0);
        });
    IndexCare care = new IndexCare(index, Runnable::run);
    assertEquals(EVENTS, care.rebuild(Duration.ofMinutes(1)));
    index.close();
  }

  @Test
  public void whatDoesNotGetOnIsSaid() {
    LiveIndex index = open();
    IndexCare care = new IndexCare(index, Runnable::run);
    IllegalStateException stuck =
        assertThrows(IllegalStateException.class, () -> care.rebuild(Duration.ZERO));
    assertEquals("the event index stays at event 0 of 10000", stuck.getMessage());
    index.close();
  }
}
