package solo.eventstore.journal;

import static solo.eventstore.journal.CrashScript.DIR;
import static solo.eventstore.journal.CrashScript.OPTIONS;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import solo.core.disk.SimDisk;

/** A sealed journal of several segments that is harmed and then accepted as it is. */
final class Damaged {
  static final int RECORDS = 60;
  static final Gap.Acceptance ACCEPTANCE =
      new Gap.Acceptance(Instant.ofEpochMilli(5_000), "owner:ada", "no backup", "a test");

  final List<JournalRecord> records = new ArrayList<>();
  SimDisk disk = new SimDisk();

  Damaged() throws Exception {
    try (Journal journal = open(records)) {
      Random sizes = new Random(1);
      for (int i = 0; i < RECORDS; i++) {
        byte[] body = new byte[40 + sizes.nextInt(600)];
        sizes.nextBytes(body);
        journal.append(body).getValue();
        if (i % 7 == 0) {
          journal.flush().getValue();
        }
      }
    }
  }

  Journal open(List<JournalRecord> acknowledged) throws IOException {
    return Journal.open(DIR, OPTIONS, disk, acknowledged::add);
  }

  Journal open() throws IOException {
    return open(new ArrayList<>());
  }

  JournalCheck.Report check() throws IOException {
    return new JournalCheck(DIR, disk, 0).run(() -> record -> {});
  }

  /** Accepts what a check proposes first, and gives it. */
  Gap accept() throws IOException {
    Gap gap = check().damages().get(0).gap();
    new JournalCheck(DIR, disk, 0).accept(gap, ACCEPTANCE);
    return gap;
  }

  /** Accepts until nothing is left to accept. */
  List<Gap> acceptAll() throws IOException {
    List<Gap> gaps = new ArrayList<>();
    while (!check().isSound()) {
      gaps.add(accept());
    }
    return gaps;
  }

  JournalRecord record(long id) {
    return records.get((int) id - 1);
  }

  JournalRecord last() {
    return records.get(RECORDS - 1);
  }

  JournalRecord firstOf(long segment) {
    return records.stream().filter(one -> one.segment() == segment).findFirst().orElseThrow();
  }

  JournalRecord lastOf(long segment) {
    return records.stream()
        .filter(one -> one.segment() == segment)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  Path file(long segment) {
    return DIR.resolve(Segment.name(firstOf(segment).id()));
  }

  Damaged flip(JournalRecord record, int at) {
    disk.flip(file(record.segment()), (int) record.offset() + at);
    return this;
  }

  Damaged put(long segment, byte[] bytes) {
    disk.put(file(segment), bytes);
    return this;
  }

  Damaged remove(long segment) throws IOException {
    disk.delete(file(segment));
    return this;
  }

  /** The ids of the records of which a byte is not what it was. */
  Set<Long> harmed(SimDisk before) throws IOException {
    Set<Long> ids = new TreeSet<>();
    List<String> names = disk.list(DIR);
    for (JournalRecord record : records) {
      Path file = file(record.segment());
      int from = (int) record.offset();
      int to = from + RecordFormat.sizeOf(record.body().length);
      byte[] now = names.contains(file.getFileName().toString()) ? disk.bytes(file) : new byte[0];
      boolean same = to <= now.length && Arrays.equals(now, from, to, before.bytes(file), from, to);
      if (!same) {
        ids.add(record.id());
      }
    }
    return ids;
  }
}
