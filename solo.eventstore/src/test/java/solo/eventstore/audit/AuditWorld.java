package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;
import solo.core.audit.Audit.Report;
import solo.core.disk.Disk;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.Forger;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.journal.TakenOut;
import solo.eventstore.provider.LoggedLines;

/** A journal on the real disk and the heads that are signed of it, step by step. */
public abstract class AuditWorld {
  static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
  static final Duration AFTER = Duration.ofSeconds(10);

  /** The real one; what it loses in a power cut is another test's matter. */
  static final Disk DISK = new UnforcedDisk();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  final List<String> said = Collections.synchronizedList(new ArrayList<>());
  final AtomicLong nowMs = new AtomicLong();
  Journal journal;
  OpenedLog log;
  HeadsKeeper keeper;
  long every = 10;
  int keep = 10_000;

  /** The journal as the audit sees it. */
  record OpenedLog(Journal journal, AtomicReference<JournalRecord> newest, Path archives)
      implements WitnessedLog, AuditedLog {
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
          ? new Last(openedAt(), isLost(openedAt()) ? new byte[32] : journal.linkAt(openedAt()))
          : new Last(last.id(), last.link());
    }

    @Override
    public byte[] linkAt(long id) {
      return journal.linkAt(id);
    }

    @Override
    public boolean isLost(long id) {
      return journal.isLost(id);
    }

    @Override
    public WitnessedLog witnessed() {
      return this;
    }

    @Override
    public JournalCursor read() {
      return journal.read(0);
    }

    @Override
    public JournalCursor history() throws IOException {
      return journal.history(archives, 0);
    }

    @Override
    public Optional<TakenOut> takenOut() {
      return journal.takenOut();
    }

    @Override
    public long takenOutThrough() {
      return journal.takenOutThrough();
    }
  }

  static OpenedLog open(Path events, Disk disk, JournalOptions options) throws IOException {
    AtomicReference<JournalRecord> newest = new AtomicReference<>();
    Path archives = events.resolveSibling("archive");
    return new OpenedLog(Journal.open(events, options, disk, newest::set), newest, archives);
  }

  final Path events() {
    return folder.getRoot().toPath().resolve("events");
  }

  final Path archives() {
    return folder.getRoot().toPath().resolve("archive");
  }

  final Path state() {
    return folder.getRoot().toPath().resolve("state");
  }

  final Path heads() {
    return state().resolve("heads");
  }

  final void start() throws IOException {
    Files.createDirectories(state());
    JournalOptions options =
        JournalOptions.defaults()
            .withSegmentBytes(64 << 10)
            .withPrepareAhead(false)
            .withClock(() -> BEGIN.plusMillis(nowMs.get()));
    log = open(events(), DISK, options);
    journal = log.journal();
    keeper = keeper(DISK, log);
  }

  final HeadsKeeper keeper(Disk disk, WitnessedLog of) {
    return new HeadsKeeper(
        new HeadsBook(
            new HeadsFile(heads(), disk, keep),
            new KeyFiles(
                state().resolve("audit.key"), state().resolve("audit.pub"), disk, Modes.REAL),
            () -> BEGIN.plusMillis(nowMs.get())),
        of,
        () -> told(journal),
        new SigningSettings(every, AFTER),
        () -> Duration.ofMillis(nowMs.get()).toNanos(),
        LoggedLines.into(said));
  }

  /** What a journal tells of itself. */
  static Excuses told(Journal journal) {
    Excuses told = new Excuses();
    try (JournalCursor records = journal.read(0)) {
      while (records.hasNext()) {
        JournalRecord record = records.next();
        told.take(EventCodec.decode(record.id(), record.timeMs(), record.body()));
      }
    }
    return told;
  }

  /** As a start does: that this key signs is in the log. */
  final void tellKey() throws Exception {
    AuditKey key = keeper.key().orElseThrow();
    append(new Payload.AuditKeyChanged(key.id(), key.openText()));
  }

  /** As a stop does: the last event is covered. */
  final void stop() {
    assertTrue(keeper.status().trouble(), keeper.open() && keeper.sign(true));
    journal.close();
  }

  final void append(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      append(new Payload.ServiceKilled("d".repeat(50)));
      assertTrue(keeper.status().trouble(), keeper.open() && keeper.sign(false));
    }
  }

  final long append(Payload payload) throws Exception {
    nowMs.addAndGet(1);
    EventDraft draft = new EventDraft("", "", "owner:ann", "because", 0, payload);
    return journal.append(EventCodec.encode(new UUID(1, 2), draft)).getValue().id();
  }

  /** A log of so many events whose last one is covered, closed. */
  final void written(int count) throws Exception {
    start();
    append(count);
    stop();
  }

  final Forger forger() {
    return new Forger(events(), DISK);
  }

  /** What the audit says of the log as the next start finds it. */
  final Report verified() throws Exception {
    start();
    try {
      return verified(heads(), state().resolve("audit.pub"), null);
    } finally {
      journal.close();
    }
  }

  final Report verified(Path headsFile, Path keys, Heads.Tail known) throws InterruptedException {
    return LogAudit.verify(log, () -> ReadHeads.of(headsFile, keys, DISK, known), told -> {});
  }

  /** By copies that are kept elsewhere. */
  final Report verifiedByCopy(Path headsFile) throws InterruptedException {
    Path keys = state().resolve("audit.pub");
    return LogAudit.verify(log, () -> ReadHeads.ofCopies(headsFile, keys, DISK), told -> {});
  }

  /** The one finding, of that kind and about that. */
  static Finding only(Report report, Kind kind, String about) {
    assertEquals(report.toString(), 1, report.findings().size());
    Finding finding = report.findings().get(0);
    assertEquals(report.toString(), kind, finding.kind());
    assertEquals(report.toString(), about, finding.about());
    String firstBad = about.split("-")[0];
    assertTrue(finding.detail(), finding.detail().matches(".*\\b" + firstBad + "\\b.*"));
    return finding;
  }

  static void sound(Report report) {
    assertEquals(report.toString(), List.of(), report.findings());
  }
}
