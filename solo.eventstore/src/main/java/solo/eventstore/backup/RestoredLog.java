package solo.eventstore.backup;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import solo.core.capability.Caller;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.fold.Fact;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;
import solo.core.lifecycle.ExitCode;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.clock.ClockLimits;
import solo.eventstore.clock.GuardedClock;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.fsck.DataCheck;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalCheck;
import solo.eventstore.journal.JournalCopy;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.journal.JournalView;

/**
 * The log that was unpacked, which nobody has open: proved, cut, and told that it was restored. For
 * one thread.
 */
final class RestoredLog {
  /** What a start or a service needs; the rest is told, and was so when the backup was written. */
  private static final Set<Kind> REFUSED =
      Set.of(Kind.BASE_BROKEN, Kind.ARTIFACT_MISSING, Kind.ARTIFACT_CORRUPT);

  private final RestoreRequest request;
  private final Disk disk;
  private final Manifest manifest;
  private final Consumer<String> progress;
  private final Stop stop;
  private JournalView view;
  private JournalRecord end;
  private Optional<Payload> retentionBehind = Optional.empty();
  private long firstCut;

  RestoredLog(
      RestoreRequest request, Disk disk, Manifest manifest, Consumer<String> progress, Stop stop) {
    this.request = request;
    this.disk = disk;
    this.manifest = manifest;
    this.progress = progress;
    this.stop = stop;
  }

  /**
   * The event that says that it was restored.
   *
   * @param end of the log with it
   * @param atId the last one before
   */
  record Last(long id, End end, long atId, Instant atTime) {
    /** The last event. */
    record End(long id, String link) {}
  }

  /** How many events were folded, and facts of each kind there are. */
  record Counts(long events, Map<String, Integer> facts) {}

  /** Every record continues the chain, and the last is the one that the manifest names. */
  void prove() throws IOException, RefusedException {
    read();
    boolean same =
        view.instance().equals(manifest.instance())
            && view.lastId() == manifest.lastId()
            && HexFormat.of().formatHex(end.link()).equals(manifest.link());
    if (!same) {
      throw RefusedException.damaged(
          Names.MANIFEST,
          "it tells of event %d of log %s, the log ends with event %d of log %s"
              .formatted(manifest.lastId(), manifest.instance(), view.lastId(), view.instance()));
    }
  }

  private void read() throws IOException, RefusedException {
    progress.accept("proving the chain of the log");
    JournalCheck.Report report =
        new JournalCheck(request.events(), disk, 0).run(() -> record -> stop.check());
    if (!report.isSound() || report.view().isEmpty()) {
      String why =
          report.stopped().map(Exception::getMessage).stream()
              .findFirst()
              .or(() -> report.damages().stream().map(d -> d.problem().getMessage()).findFirst())
              .or(() -> report.brokenGapFiles().stream().map(Exception::getMessage).findFirst())
              .orElse("there is none");
      throw RefusedException.damaged("the log", why);
    }
    view = report.view().get();
    end = record(view.lastId());
  }

  private JournalRecord record(long id) throws RefusedException {
    try (JournalCursor cursor = view.read(id - 1)) {
      return cursor.next();
    } catch (RuntimeException e) {
      throw RefusedException.damaged("the log", "it has no event " + id);
    }
  }

  /** Makes it end with an earlier event. */
  void cutBehind(long id) throws IOException, RefusedException {
    if (view.isLost(id)) {
      throw new RefusedException(
          ExitCode.USAGE, "event %d was lost, and that was accepted: give another".formatted(id));
    }
    retentionBehind = view.takenOut().flatMap(base -> retentionBehind(id, base.sha256()));
    JournalCopy copy = new JournalCopy(view, id);
    for (String name : disk.list(request.events())) {
      if (name.endsWith(".checkpoint") && Names.id(name.substring(0, 20)) > id) {
        disk.delete(request.events().resolve(name));
        long cut = Names.id(name.substring(0, 20));
        firstCut = firstCut == 0 ? cut : Math.min(firstCut, cut);
      }
    }
    copy.cut();
    read();
  }

  /** What the log that is cut says no more: that what it begins with was kept by retention. */
  private Optional<Payload> retentionBehind(long id, String base) {
    Optional<Payload> named = Optional.empty();
    try (JournalCursor cursor = view.read(id)) {
      while (cursor.hasNext()) {
        JournalRecord record = cursor.next();
        Payload payload = EventCodec.decode(record.id(), record.timeMs(), record.body()).payload();
        if (payload instanceof Payload.RetentionApplied applied && applied.base().equals(base)) {
          named = Optional.of(payload);
        }
      }
    }
    return named;
  }

  /** Everything that is derived from the log can be. */
  Counts fold() throws RefusedException {
    List<LogFold> folds = new ArrayList<>();
    for (LogFoldFactory factory :
        ServiceLoader.load(LogFoldFactory.class, RestoredLog.class.getClassLoader())) {
      folds.add(factory.begin());
    }
    long events = 0;
    try (JournalCursor cursor = view.read(0)) {
      while (cursor.hasNext()) {
        stop.check();
        JournalRecord record = cursor.next();
        Event event = EventCodec.decode(record.id(), record.timeMs(), record.body());
        folds.forEach(fold -> fold.apply(event));
        if (++events % 10_000 == 0) {
          progress.accept("replaying: event %d of %d".formatted(event.id(), view.lastId()));
        }
      }
    } catch (EventStoreException e) {
      throw RefusedException.damaged("the log", e.getMessage());
    }
    Map<String, Integer> facts = new TreeMap<>();
    folds.stream()
        .flatMap(fold -> fold.facts().stream())
        .map(Fact::kind)
        .forEach(kind -> facts.merge(kind, 1, Integer::sum));
    return new Counts(events, facts);
  }

  /** Looks at all that there is as {@code fsck} does. */
  Examined examine() throws IOException, RefusedException {
    Path nowhere = request.staging().resolve("none");
    DataCheck check = DataCheck.of(request.staging(), nowhere, progress);
    for (Finding finding : check.findings()) {
      if (REFUSED.contains(finding.kind()) || !check.starts()) {
        throw new RefusedException(
            ExitCode.DAMAGED_DATA,
            "with this backup %s would not be whole: %s %s: %s"
                .formatted(
                    request.data(),
                    finding.kind(),
                    finding.about(),
                    finding.detail().replace(request.staging().toString(), "the backup's ")));
      }
    }
    return new Examined(check, end.id(), firstCut);
  }

  /**
   * Appends the event that says it, and behind it what the cut took away that the rest needs;
   * nobody has seen the log as it was before.
   */
  Last tell(String sha256) throws IOException {
    Payload restored =
        new Payload.BackupRestored(
            request.file().toString(),
            sha256,
            manifest.lastId(),
            end.id(),
            HexFormat.of().formatHex(end.link()));
    // a clock that is far ahead would let every token expire at the first start
    GuardedClock clock = GuardedClock.ofMachine(ClockLimits.DEFAULT);
    clock.begin(end.timeMs(), Optional::empty);
    JournalOptions options = JournalOptions.defaults().withPrepareAhead(false).withClock(clock);
    try (Journal journal = Journal.open(request.events(), options, disk, record -> {})) {
      if (journal.openReport().lastId() != end.id()) {
        throw new IOException(request.events() + " was changed by somebody else meanwhile");
      }
      UUID boot = UUID.randomUUID();
      JournalRecord record = append(journal, boot, 0, restored);
      JournalRecord last = record;
      if (retentionBehind.isPresent()) {
        last = append(journal, boot, record.id(), retentionBehind.get());
      }
      journal.flush().getValue();
      return new Last(
          record.id(),
          new Last.End(last.id(), HexFormat.of().formatHex(last.link())),
          end.id(),
          Instant.ofEpochMilli(end.timeMs()));
    } catch (InvocationTargetException e) {
      throw new IOException("the log cannot be told: " + e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private JournalRecord append(Journal journal, UUID boot, long cause, Payload payload)
      throws InvocationTargetException, InterruptedException {
    EventDraft draft = EventDraft.ofSystem(Caller.owner(request.user()), "", cause, payload);
    return journal.append(EventCodec.encode(boot, draft), true).getValue();
  }
}
