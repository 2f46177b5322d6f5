package solo.eventstore.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import solo.core.disk.Disk;
import solo.core.verify.Finding;
import solo.eventstore.codec.EventCodec;
import solo.eventstore.journal.JournalRecord;
import solo.eventstore.journal.TakenOut;

/** The signed heads of a log that nobody has open, compared while it is read. For one thread. */
public final class OfflineHeads {
  /**
   * What was found.
   *
   * @param summary for people
   */
  public record Result(String summary, List<Finding> findings) {}

  private final ReadHeads read;
  private Comparing comparing;
  private Excuses excuses;

  /** Reads the heads and the keys of a state directory. */
  public OfflineHeads(Path state, Disk disk) throws IOException {
    read = ReadHeads.ofState(state, disk);
    begin();
  }

  /** The log is read from its begin, once more. */
  public void begin() {
    comparing = new Comparing(read.check().sound());
    excuses = new Excuses();
  }

  /** Takes the next record; of those that were taken out, what is kept. */
  public void take(JournalRecord record) {
    if (record.segment() != JournalRecord.IN_THE_BASE) {
      comparing.at(record.id(), record.link());
    }
    if (Excuses.mayBe(record.body())) {
      excuses.take(EventCodec.decode(record.id(), record.timeMs(), record.body()));
    }
  }

  /**
   * Compares.
   *
   * @param lastId of the log, 0 for none
   * @param base what was taken out of it
   */
  public Result end(UUID instance, long lastId, Optional<TakenOut> base) {
    base.ifPresent(taken -> comparing.at(taken.through(), HexFormat.of().parseHex(taken.link())));
    comparing.end(lastId);
    HeadFindings told = new HeadFindings(read.file(), instance, lastId, excuses);
    List<Finding> found = new ArrayList<>(told.of(comparing));
    found.addAll(told.of(read.check()));
    found.addAll(read.statements(instance, base, comparing, excuses));
    if (lastId > 0) {
      found.addAll(read.wrong());
    }
    return new Result(summary(), found);
  }

  private String summary() {
    int heads = read.check().sound().size();
    return heads == 0
        ? "none"
        : "%d, %d of them of this log as it is, the last of event %d of %s"
            .formatted(
                heads, comparing.matched(), comparing.lastSigned(), comparing.lastSignedAt());
  }
}
