package solo.eventstore.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.eventstore.journal.CrashScript.DIR;
import static solo.eventstore.journal.CrashScript.OPTIONS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.disk.DiskFullException;
import solo.core.disk.Loss;
import solo.core.disk.SimDisk;
import solo.core.disk.Totals;
import solo.core.event.EventStoreException;
import solo.core.event.EventStoreException.Cause;

/** The journal on a disk that fails. */
public class JournalFaultTest {
  private static final long SEED = Totals.seed(20_260_201);
  private static final int BURSTS = 8;
  private static final Totals TOTALS = new Totals("journal's faults", SEED);

  /** How an operation fails, once. */
  private enum Fault {
    EIO(EnumSet.allOf(SimDisk.Op.class)),
    ENOSPC(EnumSet.of(SimDisk.Op.CREATE, SimDisk.Op.PREALLOCATE, SimDisk.Op.WRITE)),
    SHORT_WRITE(EnumSet.of(SimDisk.Op.PREALLOCATE, SimDisk.Op.WRITE));

    private final Set<SimDisk.Op> where;

    Fault(Set<SimDisk.Op> where) {
      this.where = where;
    }

    IOException exception() {
      return switch (this) {
        case EIO -> new IOException("simulated EIO");
        case ENOSPC -> new DiskFullException("simulated ENOSPC", null);
        case SHORT_WRITE -> new SimDisk.ShortWrite();
      };
    }
  }

  @Test
  public void flt04_05_aFaultAtAnyOperationGivesNoFalseAcknowledgement() throws Exception {
    for (long seed = SEED; seed < SEED + Totals.share(2); seed++) {
      assertEquals(List.of(), faults(seed, false));
    }
    TOTALS.print();
  }

  @Test
  public void controlWithoutRewritingLosesWhatTheOpenHasShown() throws Exception {
    List<String> wrong = faults(SEED, true);
    assertFalse("the simulator does not see it", wrong.isEmpty());
  }

  /** Every fault at every operation of a run; then the disk works again. */
  private static List<String> faults(long seed, boolean forgetsSameBytes) throws Exception {
    List<String> wrong = new ArrayList<>();
    CrashScript.State from = seed % 2 == 0 ? CrashScript.nothing(new SimDisk()) : crashed(seed);
    for (Fault fault : Fault.values()) {
      AtomicBoolean reached = new AtomicBoolean(true);
      for (int k = 0; reached.get(); k++) {
        reached.set(false);
        String at = "-Dsolo.seed=" + seed + ", " + fault + " at operation " + k + ": ";
        for (String what : one(from, fault, k, reached, forgetsSameBytes)) {
          wrong.add(at + what);
        }
      }
    }
    return wrong;
  }

  /** A journal whose process died somewhere in a run, its last batches not proven durable. */
  private static CrashScript.State crashed(long seed) throws Exception {
    List<CrashScript.State> states =
        new CrashScript(
                seed,
                CrashScript.nothing(new SimDisk()),
                RecordFormat::new,
                (number, op) -> {},
                true)
            .run(BURSTS)
            .states;
    return states.get(states.size() * 2 / 3);
  }

  private static List<String> one(
      CrashScript.State from, Fault fault, int k, AtomicBoolean reached, boolean forgetsSameBytes)
      throws Exception {
    List<String> wrong = new ArrayList<>();
    SimDisk disk = from.disk().kill();
    disk.forgetsSameBytes = forgetsSameBytes;
    SimDisk.Op[] hit = new SimDisk.Op[1];
    CrashScript script =
        new CrashScript(
            SEED,
            new CrashScript.State(disk, 0, from.op(), from.acked(), from.bodies()),
            RecordFormat::new,
            (number, op) -> {
              reached.compareAndSet(false, number >= k);
              if (number == k && fault.where.contains(op)) {
                hit[0] = op;
                throw fault.exception();
              }
            },
            false);
    try {
      script.run(BURSTS);
      asDesigned(fault, hit[0], script).ifPresent(wrong::add);
    } catch (IOException refusedToOpen) {
      assertEquals("nothing was acknowledged", from.acked(), script.acked);
    }
    CrashScript.State left =
        new CrashScript.State(disk, k, SimDisk.Op.LIST, script.acked, script.bodies);
    CrashCheck check = new CrashCheck(RecordFormat::new);
    if (hit[0] != null) {
      TOTALS.fault();
    }
    TOTALS.state((int) left.acked());
    check.afterKill(left).ifPresent(what -> wrong.add("kill: " + what));
    for (Loss loss : Loss.values()) {
      TOTALS.state((int) left.acked());
      check.afterPowerLoss(left, loss, SEED + k).ifPresent(what -> wrong.add(loss + ": " + what));
    }
    return wrong;
  }

  /** A full disk refuses; everything else stops the process, once. */
  private static Optional<String> asDesigned(Fault fault, SimDisk.Op hit, CrashScript script) {
    boolean preparing = hit == SimDisk.Op.CREATE || hit == SimDisk.Op.PREALLOCATE;
    int expected = hit == null || fault == Fault.ENOSPC && preparing ? 0 : 1;
    if (script.fatal.size() != expected) {
      return Optional.of(hit + ": fail-stops " + script.fatal + ", expected " + expected);
    }
    boolean acknowledgedAll = script.acked == script.bodies.size();
    return expected == 0 && !acknowledgedAll
        ? Optional.of("acknowledged " + script.acked + " of " + script.bodies.size())
        : Optional.empty();
  }

  @Test
  public void flt05_afterAFailedForceNothingIsEverAcknowledged() throws Exception {
    SimDisk disk = new SimDisk();
    List<EventStoreException> fatal = new ArrayList<>();
    try (Journal journal = Journal.open(DIR, OPTIONS.withOnFatal(fatal::add), disk, record -> {})) {
      journal.append(new byte[10]).getValue();
      AtomicBoolean failed = new AtomicBoolean();
      disk.watch(
          (number, op) -> {
            if (op == SimDisk.Op.FORCE && failed.compareAndSet(false, true)) {
              throw new IOException("simulated EIO");
            }
          });
      for (int i = 0; i < 5; i++) {
        assertEquals(Cause.IO_FAILURE, why(journal, false));
      }
      assertEquals(1, journal.lastAcknowledgedId());
      assertEquals("reads go on", 1, JournalTest.all(journal, 0).size());
    }
    assertEquals(1, fatal.size());
    assertTrue(fatal.get(0).getMessage(), fatal.get(0).getMessage().contains("simulated EIO"));
  }

  @Test
  public void flt06_aFullDiskRefusesKeepsAReserveAndResumes() throws Exception {
    SimDisk disk = new SimDisk();
    List<EventStoreException> fatal = new ArrayList<>();
    byte[] body = new byte[100];
    try (Journal journal = Journal.open(DIR, OPTIONS.withOnFatal(fatal::add), disk, record -> {})) {
      disk.watch(JournalFaultTest::refuseSpace);
      Cause why = why(journal, false);
      while (why == null) {
        why = why(journal, false);
      }
      assertEquals(Cause.DISK_FULL, why);
      assertTrue(journal.diskFull().orElse("").contains(DIR.toString()));
      long before = journal.lastAcknowledgedId();
      assertEquals("a kill still fits", null, why(journal, true));
      assertEquals("what is not essential does not", Cause.DISK_FULL, why(journal, false));
      assertEquals(before + 1, JournalTest.all(journal, 0).size());
      disk.watch((number, op) -> {});
      assertEquals(before + 2, (long) journal.append(body).getValue().id());
      assertEquals(Optional.empty(), journal.diskFull());
    }
    assertEquals(List.of(), fatal);
  }

  @Test
  public void flt06_anIdleJournalNoticesThatThereIsSpaceAgain() throws Exception {
    SimDisk disk = new SimDisk();
    try (Journal journal = Journal.open(DIR, OPTIONS, disk, record -> {})) {
      disk.watch(JournalFaultTest::refuseSpace);
      Cause why = null;
      while (why == null) {
        why = why(journal, true);
      }
      journal.flush().getValue();
      assertFalse(journal.diskFull().isEmpty());
      disk.watch((number, op) -> {});
      JournalTest.await("the full disk is over", () -> journal.diskFull().isEmpty());
    }
  }

  @Test
  public void aNewJournalOnAFullDiskSaysSo() {
    SimDisk disk = new SimDisk();
    disk.watch(JournalFaultTest::refuseSpace);
    assertThrows(DiskFullException.class, () -> Journal.open(DIR, OPTIONS, disk, record -> {}));
  }

  @Test
  public void aListenerThatThrowsStopsTheJournal() throws Exception {
    List<EventStoreException> fatal = new ArrayList<>();
    try (Journal journal =
        Journal.open(
            DIR,
            OPTIONS.withOnFatal(fatal::add),
            new SimDisk(),
            record -> {
              throw new IllegalStateException("no index");
            })) {
      assertEquals(Cause.IO_FAILURE, why(journal, false));
    }
    assertEquals(1, fatal.size());
  }

  @Test
  public void aCallerWhoseAnswerThrowsIsNoReasonNotToSayThatTheJournalStops() throws Exception {
    List<EventStoreException> fatal = new ArrayList<>();
    List<Cause> answers = new ArrayList<>();
    JournalOptions options = OPTIONS.withOnFatal(fatal::add);
    RequestQueue queue = new RequestQueue(10, 1 << 20);
    JournalWriter writer =
        new JournalWriter(
            new JournalOpener(DIR, options, new SimDisk(), RecordFormat::new).open(),
            options,
            queue,
            record -> {});
    queue.put(new Request.Append(new byte[10], false, false, answer(why -> noThread())));
    queue.put(
        new Request.Append(new byte[10], false, false, answer(why -> answers.add(why.why()))));

    writer.run();
    queue.put(
        new Request.Append(new byte[10], false, false, answer(why -> answers.add(why.why()))));

    assertEquals(List.of(Cause.IO_FAILURE, Cause.IO_FAILURE), answers);
    assertEquals(1, fatal.size());
  }

  private static Request.Answer answer(Consumer<EventStoreException> failed) {
    return new Request.Answer() {
      @Override
      public void resolve(JournalRecord record) {
        noThread();
      }

      @Override
      public void fail(EventStoreException why) {
        failed.accept(why);
      }
    };
  }

  private static void noThread() {
    throw new OutOfMemoryError("unable to create native thread (a test's)");
  }

  private static Cause why(Journal journal, boolean essential) throws InterruptedException {
    Throwable failure = CrashScript.settle(journal.append(new byte[100], essential));
    return failure == null ? null : ((EventStoreException) failure).why();
  }

  private static void refuseSpace(int number, SimDisk.Op op) throws IOException {
    if (op == SimDisk.Op.PREALLOCATE || op == SimDisk.Op.CREATE) {
      throw new DiskFullException("simulated ENOSPC", null);
    }
  }
}
