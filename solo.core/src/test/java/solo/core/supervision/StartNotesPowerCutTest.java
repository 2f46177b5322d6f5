package solo.core.supervision;

import static org.junit.Assert.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.Story;
import solo.core.recovery.Suspects;
import solo.core.tenant.ServiceKey;
import solo.core.testing.Loggers;

/** Start notes outlive the process, and a power cut takes no start from the next one. */
public class StartNotesPowerCutTest {
  private static final Path FILE = Path.of("/sim/data/starts");
  private static final String DIGEST = "a".repeat(64);

  @Test
  public void flt02_03_04_notesOutliveTheProcessAndHinderNobody() throws Exception {
    new PowerCuts<>(new Life(), 20_260_431).crashes(900).faults(2).print();
    PowerCuts.control(
        "notes believed after a power cut",
        new Life() {
          @Override
          boolean isExact(SimDisk disk, Noted noted) {
            return noted.exact;
          }
        },
        20_260_431);
  }

  /**
   * What the next process must suspect.
   *
   * @param boot of the kernel under which it was noted
   * @param exact whether every note was written
   */
  private record Noted(int boot, boolean exact, Map<ServiceKey, Integer> deaths) {}

  private static class Life implements Story<Noted> {
    @Override
    public String name() {
      return "start notes";
    }

    @Override
    public Noted nothing() {
      return new Noted(0, true, Map.of());
    }

    @Override
    public int count(Noted acked) {
      return acked.deaths.size();
    }

    @Override
    public void live(SimDisk disk, Noted from, Random random, Consumer<Noted> acked) {
      AtomicLong warnings = new AtomicLong();
      // an unfinished operation is one or the other, so that nothing is known while it runs
      acked.accept(new Noted(disk.boot(), false, Map.of()));
      StartNotesFile notes = new StartNotesFile(disk, FILE, Loggers.counting(warnings));
      Map<ServiceKey, Integer> counts = new HashMap<>();
      notes.suspects().byKey().forEach((key, note) -> counts.put(key, note.deaths()));
      Map<ServiceKey, Integer> open = new HashMap<>();
      for (int i = 0; i < 20; i++) {
        ServiceKey key = new ServiceKey("t", "s" + random.nextInt(4));
        long before = warnings.get();
        acked.accept(new Noted(disk.boot(), false, Map.of()));
        if (open.containsKey(key)) {
          notes.ended(key);
          open.remove(key);
          counts.remove(key);
        } else {
          notes.starting(key, DIGEST);
          open.put(key, counts.getOrDefault(key, 0));
        }
        boolean exact = warnings.get() == before;
        acked.accept(new Noted(disk.boot(), exact, blame(counts, open)));
      }
    }

    private static Map<ServiceKey, Integer> blame(
        Map<ServiceKey, Integer> counts, Map<ServiceKey, Integer> open) {
      Map<ServiceKey, Integer> deaths = new HashMap<>(counts);
      open.forEach((key, before) -> deaths.put(key, open.size() == 1 ? before + 1 : before));
      return deaths;
    }

    /** Only the death of the process leaves all notes. */
    boolean isExact(SimDisk disk, Noted noted) {
      return noted.exact && noted.boot == disk.boot();
    }

    @Override
    public void recover(SimDisk disk, Noted acked, Consumer<Noted> shown) {
      AtomicLong warnings = new AtomicLong();
      StartNotesFile notes = new StartNotesFile(disk, FILE, Loggers.counting(warnings));
      if (isExact(disk, acked)) {
        Map<ServiceKey, Integer> deaths = new HashMap<>();
        notes.suspects().byKey().forEach((key, note) -> deaths.put(key, note.deaths()));
        assertEquals(acked.deaths, deaths);
        assertEquals("warnings", 0, warnings.get());
      }
      ServiceKey next = new ServiceKey("t", "next");
      notes.starting(next, DIGEST);
      Suspects suspects = new StartNotesFile(disk.kill(), FILE, Loggers.silent()).suspects();
      assertEquals(1, suspects.byKey().get(next).deaths());
    }
  }
}
