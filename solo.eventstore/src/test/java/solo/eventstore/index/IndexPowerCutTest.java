package solo.eventstore.index;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.disk.Loss;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.SimPath;
import solo.core.disk.Story;
import solo.core.event.Event;
import solo.core.event.EventQuery;

/**
 * The real index, an MVStore on a simulated disk: after a power cut it is made anew from the
 * journal before it answers, after the death of the process alone it is caught up, and it answers
 * as a scan of the journal does.
 */
public class IndexPowerCutTest {
  private static final long SEED = 20_260_601;

  @Test
  public void flt02_03_04_15_whateverACrashLeftTheIndexAgreesWithTheJournal() throws Exception {
    new PowerCuts<>(new Life(), SEED).crashes(300).faults(1).print();
  }

  @Test
  public void controlAStaleIndexIsBelievedWhereTheBootOfTheKernelIsNotLookedAt() throws Exception {
    PowerCuts.control(
        "a stale MVStore is trusted",
        new Life() {
          @Override
          String kernelBoot(SimDisk disk) {
            return "the same for ever";
          }
        },
        SEED);
  }

  /**
   * The power fails, and at the next start the process dies before it has removed the file: the
   * mark is that of the new boot by then.
   */
  @Test
  public void flt15_aDeathBeforeAnUntrustedIndexIsReplacedMakesItNoMoreTrusted() {
    Life life = new Life();
    SimDisk disk = new SimDisk();
    MemorySource source = new MemorySource(1_000, 0).grow(30);
    LiveIndex index = life.open(disk, source);
    index.step();
    index.sync();
    SimDisk lost = disk.powerLoss(Loss.KEPT, new Random(1));
    index.close();
    Life.losePage(lost, new Logged(0, 30));
    List<SimDisk> deaths = new ArrayList<>();
    lost.watch((number, op) -> deaths.add(lost.kill()));
    life.open(lost, source).close();
    assertFalse(deaths.isEmpty());
    for (SimDisk death : deaths) {
      life.recover(death, new Logged(death.boot(), 30), shown -> {});
    }
  }

  /**
   * A journal on a disk of its own, and the index.
   *
   * @param boot of the kernel that has it open
   * @param events that the journal has
   */
  private record Logged(int boot, int events) {}

  private static class Life implements Story<Logged> {
    private static final Path DIR = SimPath.ROOT.resolve("events");

    @Override
    public String name() {
      return "event index";
    }

    @Override
    public Logged nothing() {
      return new Logged(0, 0);
    }

    @Override
    public int count(Logged acked) {
      return acked.events;
    }

    String kernelBoot(SimDisk disk) {
      return "boot " + disk.boot();
    }

    private LiveIndex open(SimDisk disk, MemorySource source) {
      SimPath.use(disk);
      IndexFile file = new IndexFile(DIR, disk, kernelBoot(disk), source);
      LiveIndex index = new LiveIndex(file, source, reason -> {});
      index.open();
      return index;
    }

    @Override
    public void live(SimDisk disk, Logged from, Random random, Consumer<Logged> acked) {
      MemorySource source = new MemorySource(1_000, 0).grow(from.events);
      LiveIndex index = open(disk, source);
      for (int i = 0; i < 4; i++) {
        source.grow(1 + random.nextInt(60));
        acked.accept(new Logged(disk.boot(), (int) source.lastId()));
        if (index.waitNanos() == 0) {
          index.step();
        }
        if (random.nextInt(3) == 0) {
          index.sync();
        }
      }
      if (random.nextBoolean()) {
        index.close();
      }
    }

    @Override
    public void recover(SimDisk disk, Logged acked, Consumer<Logged> shown) {
      losePage(disk, acked);
      MemorySource source = new MemorySource(1_000, 0).grow(acked.events);
      LiveIndex index = open(disk, source);
      assertEquals("off", "", index.off());
      catchUp(index);
      for (EventQuery query : queries()) {
        assertEquals(query.toString(), scanned(source, query), found(index, query));
      }
      shown.accept(new Logged(disk.boot(), acked.events));
      index.close();
      assertEquals("off", "", index.off());
      shown.accept(new Logged(disk.boot(), acked.events));
    }

    private static List<EventQuery> queries() {
      return List.of(
          new EventQuery("", "", "", 0, 2_000, false),
          new EventQuery("t1", "", "", 0, 2_000, true),
          new EventQuery("t1", "s2", "", 0, 2_000, false),
          new EventQuery("", "", "service_killed", 0, 2_000, true));
    }

    /** What a power cut may do to a file that is open, and no checksum tells: an older page. */
    private static void losePage(SimDisk disk, Logged acked) {
      if (wasOpen(disk) && disk.boot() != acked.boot && acked.events % 3 == 0) {
        SimPath.use(disk);
        try {
          Forgery.forget(IndexFile.in(DIR), acked.events / 2);
        } catch (RuntimeException torn) {
          // the cut has done worse
        }
      }
    }

    /** Whether a process under an earlier boot of the kernel had the file open at its end. */
    private static boolean wasOpen(SimDisk disk) {
      Path marker = DIR.resolve("index.boot");
      return disk.exists(marker)
          && !new String(disk.bytes(marker), US_ASCII).equals("boot " + disk.boot());
    }

    private static void catchUp(LiveIndex index) {
      while (index.lag() > 0) {
        index.step();
        assertEquals("off", "", index.off());
      }
    }

    /** One that notices that it is broken is made anew, and then answers. */
    private static List<Long> found(LiveIndex index, EventQuery query) {
      Indexer.Range range =
          new Indexer.Range(0, Long.MAX_VALUE, query.limit(), query.newestFirst());
      Optional<List<Indexer.Found>> found = Optional.empty();
      for (int asked = 0; found.isEmpty() && asked < 2; asked++) {
        catchUp(index);
        found =
            index.guarded(
                open -> Optional.of(open.search(Filters.of(query), range)), Optional.empty());
      }
      List<Long> ids = new ArrayList<>();
      for (Indexer.Found one : found.orElseThrow(() -> new AssertionError("it stays broken"))) {
        assertEquals(one.id() * 8, one.offset());
        ids.add(one.id());
      }
      return ids;
    }

    private static List<Long> scanned(MemorySource source, EventQuery query) {
      List<Long> ids = new ArrayList<>();
      for (Event event : source.events()) {
        if (Filters.match(query, event)) {
          ids.add(query.newestFirst() ? 0 : ids.size(), event.id());
        }
      }
      return ids;
    }
  }
}
