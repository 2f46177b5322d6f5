package solo.eventstore.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import solo.core.audit.Audit.Kept;
import solo.core.audit.Audit.Report;
import solo.core.event.EventStoreException;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.BrokenArchiveException;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.journal.TakenOut;

/** Reads a whole log once and compares it with heads. For one thread. */
final class Proof {
  private static final int EACH = 1_000;

  private final AuditedLog log;
  private final Comparing comparing;
  private final Excuses excuses = new Excuses();
  private final Consumer<String> progress;
  private final List<Finding> found = new ArrayList<>();
  private final List<long[]> gaps = new ArrayList<>();
  private Optional<TakenOut> base = Optional.empty();
  private final List<long[]> holes = new ArrayList<>();
  private long seen;
  private long archived;
  private long first;
  private long last;
  private long end;
  private long events;

  Proof(AuditedLog log, List<SignedLine> heads, Consumer<String> progress) {
    this.log = log;
    this.comparing = new Comparing(heads);
    this.progress = progress;
  }

  /** What the log has said of itself. */
  Excuses excuses() {
    return excuses;
  }

  /** The heads as they were compared. */
  Comparing compared() {
    return comparing;
  }

  /** The log's last event. */
  long lastId() {
    return Math.max(last, end);
  }

  /** Reads: with archives, and where those cannot be read the log alone. */
  Proof run() throws InterruptedException {
    end = log.witnessed().last().id();
    try (JournalCursor cursor = opened(log::history)) {
      readAll(cursor);
    } catch (IOException | EventStoreException e) {
      if (isOfAnArchive(e) && through() > 0) {
        found.add(ArchiveCheck.broken(last + 1, e));
        withoutArchives();
      } else {
        last = Math.max(last, through());
        found.add(broken(e));
      }
    }
    comparing.end(lastId());
    return this;
  }

  private static boolean isOfAnArchive(Exception e) {
    return e instanceof IOException || e.getCause() instanceof BrokenArchiveException;
  }

  private void withoutArchives() throws InterruptedException {
    seen = last;
    last = through();
    try (JournalCursor cursor = opened(log::read)) {
      readAll(cursor);
    } catch (IOException | EventStoreException e) {
      found.add(broken(e));
    }
  }

  /** Opens a cursor. */
  private interface Opening {
    JournalCursor open() throws IOException;
  }

  /** A cursor over the log and what was taken out of it by then. */
  private JournalCursor opened(Opening opening) throws IOException {
    while (true) {
      base = log.takenOut();
      JournalCursor cursor = opening.open();
      if (base.equals(log.takenOut())) {
        return cursor;
      }
      cursor.close();
    }
  }

  private long through() {
    return base.map(TakenOut::through).orElse(0L);
  }

  private void readAll(JournalCursor cursor) throws InterruptedException {
    while (cursor.hasNext()) {
      JournalRecord record = cursor.next();
      if (record.id() > seen) {
        take(record);
      }
    }
    if (last < end) {
      gap(Math.max(last, through()) + 1, end);
    }
  }

  private void take(JournalRecord record) throws InterruptedException {
    if (record.segment() != JournalRecord.IN_THE_BASE) {
      chained(record);
    }
    events++;
    if (Excuses.mayBe(record.body())) {
      excuses.take(EventCodec.decode(record.id(), record.timeMs(), record.body()));
    }
    if (events % EACH == 0) {
      breathe(record.id());
    }
  }

  /** Those that are kept are so one by one: there is no chain from one to the next. */
  private void chained(JournalRecord record) {
    long through = through();
    boolean archive = record.id() <= through;
    if (!archive && last <= through) {
      if (last < through && archived > 0) {
        holes.add(new long[] {last + 1, through});
      }
      last = through;
      base.ifPresent(taken -> comparing.at(through, HexFormat.of().parseHex(taken.link())));
    }
    if (archive && archived > 0 && record.id() > last + 1) {
      holes.add(new long[] {last + 1, record.id() - 1});
    } else if (!archive && record.id() > last + 1) {
      gap(last + 1, record.id() - 1);
    }
    archived += archive ? 1 : 0;
    first = first == 0 ? record.id() : first;
    last = record.id();
    if (record.id() != through) {
      comparing.at(record.id(), record.link());
    }
  }

  private void breathe(long id) throws InterruptedException {
    progress.accept("reading the log: event " + id);
    if (Thread.interrupted()) {
      throw new InterruptedException("the audit was interrupted at event " + id);
    }
  }

  private void gap(long from, long to) {
    gaps.add(new long[] {from, to});
  }

  /** All but what heads say. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(found);
    for (long[] gap : gaps) {
      all.add(gapFinding(gap[0], gap[1]));
    }
    for (long[] hole : holes) {
      ArchiveCheck.missing(hole[0], hole[1], excuses).ifPresent(all::add);
    }
    return all;
  }

  private Finding gapFinding(long from, long to) {
    long by = excuses.ofGap(from, to);
    return new Finding(
        Kind.LOG_GAP,
        "",
        "",
        from + "-" + to,
        "events %d to %d are not in the log".formatted(from, to),
        by == 0 ? "restore a backup" : "nothing: event " + by + " says that it was accepted",
        false,
        by);
  }

  private Finding broken(Exception e) {
    boolean damaged =
        e instanceof EventStoreException why && why.why() == EventStoreException.Cause.DAMAGED;
    if (!damaged) {
      return Finding.of(
          Kind.STORE_UNREADABLE,
          "journal",
          "after event %d: %s".formatted(last, e.getMessage()),
          "see whether the disk is well; then run it again",
          false);
    }
    return Finding.of(
        Kind.CHAIN_BROKEN,
        String.valueOf(last + 1),
        "event %d is the first that is not what was written, or that does not continue the one before it: %s; later ones were not compared"
            .formatted(last + 1, e.getMessage()),
        "keep a copy of the data directory; restore a backup, or see './solo fsck'",
        false);
  }

  /** What was taken out of the log as it was read. */
  Optional<TakenOut> base() {
    return base;
  }

  Report report(Optional<Kept> kept, List<Finding> findings) {
    Instant at = comparing.lastSignedAt();
    return new Report(
        first,
        last,
        events,
        archived,
        comparing.matched(),
        comparing.lastSigned(),
        at,
        kept,
        findings);
  }
}
