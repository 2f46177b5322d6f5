package solo.eventstore.fsck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import solo.core.disk.Disk;
import solo.core.event.EventCursor;
import solo.core.event.EventStoreException;
import solo.core.fsck.OfflineCheck;
import solo.core.recovery.CheckpointStore.Listed;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.audit.OfflineHeads;
import solo.eventstore.checkpoint.CheckpointFiles;
import solo.eventstore.head.OfflineHead;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.index.IndexReading;
import solo.eventstore.journal.JournalCheck;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.journal.JournalView;
import solo.eventstore.journal.TakenOut;

/** Reads a whole data directory and changes nothing. For one thread. */
final class Examination {
  private static final Set<Kind> DAMAGES =
      Set.of(Kind.LOG_GAP, Kind.CHAIN_BROKEN, Kind.BASE_BROKEN);

  private final Request request;
  private final Disk disk = Disk.real();
  private final Consumer<String> out;
  private final Progress progress;
  private final List<Part> parts = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();
  private SystemState fold = SystemState.EMPTY;
  private Supplier<EventCursor> events = ReadEvents::none;
  private Optional<Replay> replay = Optional.empty();
  private long newestCheckpoint;

  Examination(Request request, Consumer<String> out) {
    this.request = request;
    this.out = out;
    this.progress = new Progress(out);
  }

  Examined run() throws IOException {
    JournalCheck check = journalCheck();
    OfflineHeads signed = new OfflineHeads(request.state(), disk);
    JournalCheck.Report report = check.run(() -> pass(signed));
    report.view().ifPresent(this::derived);
    if (report.stopped().isEmpty()) {
      WitnessedLog log = report.view().<WitnessedLog>map(Viewed::new).orElseGet(NoLog::new);
      head(log);
      Optional<TakenOut> base = report.view().flatMap(JournalView::takenOut);
      signed(signed.end(log.instance(), log.openedAt(), base));
    }
    found.addAll(
        0, JournalFindings.of(report, gap -> replay.map(r -> r.acceptedBy(gap)).orElse(0L)));
    parts.add(0, journalPart(report));
    boolean whole = report.stopped().isEmpty() && found.stream().noneMatch(Examination::damages);
    for (OfflineCheck store : ServiceLoader.load(OfflineCheck.class, loader())) {
      other(store, whole);
    }
    found.sort(Comparator.comparing((Found one) -> one.finding().severity()).reversed());
    return new Examined(
        report.view().map(JournalView::instance),
        report.view().map(JournalView::lastId).orElse(0L),
        replay.map(Replay::events).orElse(0L),
        List.copyOf(parts),
        List.copyOf(found),
        report.damages(),
        check.opens(newestCheckpoint).isEmpty(),
        newestCheckpoint);
  }

  /** What the log says, once it was read. */
  SystemState state() {
    return fold;
  }

  /** Whether events were lost, and no checkpoint has told since what services were. */
  boolean afterGap() {
    return replay.map(Replay::afterGap).orElse(false);
  }

  JournalCheck journalCheck() {
    return new JournalCheck(request.events(), disk, OfflineHead.knownId(request.state(), disk));
  }

  private static ClassLoader loader() {
    return Examination.class.getClassLoader();
  }

  private Consumer<JournalRecord> pass(OfflineHeads signed) {
    signed.begin();
    return record -> {
      progress.show(() -> "reading the log: event " + record.id());
      signed.take(record);
    };
  }

  /** What is read with the log as it would be once every loss is accepted. */
  private void derived(JournalView view) {
    Viewed log = new Viewed(view);
    events = () -> new ReadEvents(view.read(0));
    List<Listed> listed = checkpoints(log);
    Optional<IndexReading> index = Optional.empty();
    String wrong = "";
    try {
      index = IndexReading.open(request.events(), view.takenOutThrough());
      wrong = index.flatMap(i -> i.foreign(view.instance(), view.lastId())).orElse("");
    } catch (RuntimeException | Error e) {
      // a broken file can ask for any depth or any amount of memory
      wrong = "it cannot be read: " + e.getMessage();
    }
    try {
      Optional<IndexReading> compared = wrong.isEmpty() ? index : Optional.empty();
      Replay done = new Replay(view, listed, compared, progress).run();
      replay = Optional.of(done);
      fold = done.state();
      wrong = wrong.isEmpty() ? compared.flatMap(IndexReading::wrong).orElse("") : wrong;
      add(DerivedFindings.unreadable(done));
      add(DerivedFindings.checkpoints(listed, done));
      if (index.filter(IndexReading::isOfAnotherVersion).isEmpty()) {
        add(DerivedFindings.index(wrong).stream().toList());
      }
      parts.add(DerivedFindings.checkpointsPart(listed));
      parts.add(DerivedFindings.indexPart(index, wrong));
    } finally {
      index.ifPresent(IndexReading::close);
    }
  }

  private void head(WitnessedLog log) {
    OfflineHead head = OfflineHead.of(request.state(), disk, log);
    add(head.findings());
    parts.add(new Part("head", head.summary()));
  }

  private void signed(OfflineHeads.Result result) {
    add(result.findings());
    parts.add(new Part("signed", result.summary()));
  }

  private List<Listed> checkpoints(Viewed log) {
    try {
      List<Listed> listed = new CheckpointFiles(log, SilentLog.logger()).list();
      newestCheckpoint =
          listed.stream()
              .filter(one -> one.checkpoint().isPresent())
              .mapToLong(Listed::id)
              .max()
              .orElse(0);
      return listed;
    } catch (IOException e) {
      add(List.of(unreadable("checkpoints", e)));
      return List.of();
    }
  }

  private Part journalPart(JournalCheck.Report report) {
    if (report.view().isEmpty()) {
      return new Part("journal", report.stopped().isPresent() ? "cannot be read" : "none");
    }
    JournalView view = report.view().get();
    String tail =
        report
            .cut()
            .map(cut -> "; the next start cuts an unfinished write of " + cut.bytes() + " bytes")
            .orElse("");
    int gaps = report.accepted().size();
    return new Part(
        "journal",
        "%d events, the last is %d%s%s"
            .formatted(
                report.records(),
                view.lastId(),
                gaps == 0 ? "" : ", accepted gaps: " + gaps,
                tail));
  }

  /** Whether the log lacks what it had, and nobody accepted that. */
  private static boolean damages(Found found) {
    return DAMAGES.contains(found.finding().kind()) && !found.accepted();
  }

  /** What seems to lack its secret may have it in the events that a damaged log lacks. */
  private void other(OfflineCheck store, boolean whole) {
    try {
      OfflineCheck.Result result =
          store.check(new OfflineCheck.Offline(request.data(), fold, events, out));
      List<Finding> told =
          result.findings().stream().filter(f -> whole || f.kind() != Kind.SECRET_ORPHAN).toList();
      add(told);
      boolean all = told.size() == result.findings().size();
      String left = all ? "" : "; not compared with the log, which is damaged";
      parts.add(new Part(store.name(), result.summary() + left));
    } catch (IOException | RuntimeException e) {
      add(List.of(unreadable(store.name(), e)));
      parts.add(new Part(store.name(), "cannot be read"));
    }
  }

  private static Finding unreadable(String store, Exception e) {
    return Finding.of(
        Kind.STORE_UNREADABLE,
        store,
        "the "
            + store
            + " cannot be read: "
            + (e instanceof EventStoreException ? e.getMessage() : e),
        "see whether the disk is well, and whether this user may read data; or restore a backup",
        false);
  }

  private void add(List<Finding> findings) {
    findings.forEach(finding -> found.add(Found.of(finding)));
  }
}
