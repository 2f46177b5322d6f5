package solo.eventstore.head;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.Test;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.Story;
import solo.core.verify.Finding;
import solo.core.verify.Head;
import solo.core.verify.Kind;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.provider.LoggedLines;

/**
 * Head and journal on one disk that loses its power, or fails: a head that was written is there,
 * and there is no false alarm.
 */
public class HeadPowerCutTest {
  private static final long SEED = 20_260_119;
  private static final Path EVENTS = Path.of("/sim/events");
  private static final Path HEAD = Path.of("/sim/state/head");
  private static final JournalOptions OPTIONS =
      JournalOptions.defaults()
          .withSegmentBytes(8 << 10)
          .withWaits(Duration.ofDays(1), Duration.ZERO)
          .withPrepareAhead(false);

  @Test
  public void flt02_03_04_05_noWrittenHeadIsMissingAndThereIsNoFalseAlarm() throws Exception {
    new PowerCuts<>(new Life(), SEED)
        .crashes(500)
        .sampledFaults(1, 1)
        .controlled("no force", disk -> disk.forgetsForces = true)
        .controlled("told before the force", disk -> disk.forcesLate = true)
        .controlled("no force of the directory", disk -> disk.forgetsDirectories = true)
        .print();
  }

  @Test
  public void controlAHeadBeforeItsEventIsSeen() {
    Life early =
        new Life() {
          @Override
          WitnessedLog.Last last(Opened opened) {
            return new WitnessedLog.Last(opened.last().id() + 1, new byte[32]);
          }
        };
    AssertionError seen =
        assertThrows(AssertionError.class, () -> new PowerCuts<>(early, SEED).crashes(100));
    assertTrue(seen.toString(), seen.toString().contains("HEAD_"));
  }

  /**
   * What was acknowledged.
   *
   * @param events of the log
   * @param head the event that it tells of, 0 before it was written
   */
  private record Acked(long events, long head) {}

  /** The journal as the head sees it. */
  private record Opened(Journal journal, AtomicReference<JournalRecord> newest)
      implements WitnessedLog {
    static Opened on(SimDisk disk) throws IOException {
      AtomicReference<JournalRecord> newest = new AtomicReference<>();
      return new Opened(Journal.open(EVENTS, OPTIONS, disk, newest::set), newest);
    }

    @Override
    public UUID instance() {
      return journal.openReport().instance();
    }

    @Override
    public long openedAt() {
      return journal.openReport().lastId();
    }

    @Override
    public Last last() {
      JournalRecord last = newest.get();
      return last == null
          ? new Last(openedAt(), journal.linkAt(openedAt()))
          : new Last(last.id(), last.link());
    }

    @Override
    public byte[] linkAt(long id) {
      return journal.linkAt(id);
    }

    /** The same log that says otherwise what its last event is. */
    WitnessedLog saying(Supplier<Last> last) {
      Opened same = this;
      return new WitnessedLog() {
        @Override
        public UUID instance() {
          return same.instance();
        }

        @Override
        public long openedAt() {
          return same.openedAt();
        }

        @Override
        public Last last() {
          return last.get();
        }

        @Override
        public byte[] linkAt(long id) {
          return same.linkAt(id);
        }
      };
    }
  }

  private static class Life implements Story<Acked> {
    @Override
    public String name() {
      return "head";
    }

    @Override
    public Acked nothing() {
      return new Acked(0, 0);
    }

    @Override
    public int count(Acked acked) {
      return (int) (acked.events + acked.head);
    }

    WitnessedLog.Last last(Opened opened) {
      return opened.last();
    }

    @Override
    public void live(SimDisk disk, Acked from, Random random, Consumer<Acked> acked)
        throws IOException, InterruptedException {
      Opened opened = Opened.on(disk);
      try (Journal journal = opened.journal) {
        HeadKeeper keeper = keeper(disk, opened.saying(() -> last(opened)));
        long head = from.head;
        for (int i = 0; i < 6; i++) {
          append(journal, random.nextInt(1_400));
          acked.accept(new Acked(opened.last().id(), head));
          if (random.nextInt(3) > 0 && keeper.follow() && keeper.status().trouble().isEmpty()) {
            head = opened.last().id();
            acked.accept(new Acked(head, head));
          }
        }
      }
    }

    /** Whether it was acknowledged. */
    private static boolean append(Journal journal, int size) throws InterruptedException {
      try {
        journal.append(new byte[size]).getValue();
        return true;
      } catch (InvocationTargetException refused) {
        return false;
      }
    }

    @Override
    public void recover(SimDisk disk, Acked acked, Consumer<Acked> shown) throws Exception {
      Opened opened = Opened.on(disk);
      try (Journal journal = opened.journal) {
        HeadKeeper keeper = keeper(disk, opened);
        assertFound(keeper.status(), acked);
        assertTrue(append(journal, 1));
        assertTrue(keeper.status().trouble(), keeper.follow());
        long last = opened.last().id();
        assertEquals(Optional.of(last), keeper.status().known().map(Head.Mark::id));
        shown.accept(new Acked(last, last));
      }
    }

    private static void assertFound(Head.Status status, Acked acked) {
      long known = status.known().map(Head.Mark::id).orElse(0L);
      Optional<Kind> found = status.finding().map(Finding::kind);
      assertTrue(
          acked + " " + known + " " + found,
          known >= acked.head
              && (found.isEmpty() || (acked.head == 0 && found.get() == Kind.HEAD_MISSING)));
    }

    private static HeadKeeper keeper(SimDisk disk, WitnessedLog log) {
      return new HeadKeeper(
          new HeadFile(HEAD, disk), log, Clock.systemUTC(), LoggedLines.into(new ArrayList<>()));
    }
  }
}
