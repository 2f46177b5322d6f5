package solo.eventstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import solo.core.disk.Disk;

/**
 * Somebody who can write the data directory of a stopped container and knows the format of the
 * journal, but has no key.
 */
public final class Forger {
  private final Path events;
  private final Disk disk;

  /** Of that directory of events. */
  public Forger(Path events, Disk disk) {
    this.events = events;
    this.disk = disk;
  }

  /** Every record, as it is read. */
  public List<JournalRecord> records() throws IOException {
    List<JournalRecord> records = new ArrayList<>();
    new JournalCheck(events, disk, 0).run(() -> records::add);
    return records;
  }

  /** Writes the whole log anew by the journal's own writer: checksums, links and ids all fit. */
  public void rewrite(UnaryOperator<List<JournalRecord>> change) throws Exception {
    List<JournalRecord> after = change.apply(new ArrayList<>(records()));
    empty();
    long[] now = new long[1];
    JournalOptions options =
        JournalOptions.defaults()
            .withSegmentBytes(segmentBytes())
            .withClock(() -> Instant.ofEpochMilli(now[0]));
    try (Journal journal = Journal.open(events, options, disk, record -> {})) {
      for (JournalRecord record : after) {
        now[0] = record.timeMs();
        journal.append(record.body()).getValue();
      }
    }
  }

  /** Replaces text in the body of an event by as much other text; the checksum stays as it was. */
  public void edit(long id, String text, String other) throws IOException {
    byte[] file = Files.readAllBytes(segment(id));
    replace(file, id, text, other);
    Files.write(segment(id), file);
  }

  /** The same with the record's checksum made to fit. */
  public void editWithChecksum(long id, String text, String other) throws IOException {
    byte[] file = Files.readAllBytes(segment(id));
    JournalRecord record = replace(file, id, text, other);
    seal(file, record);
    Files.write(segment(id), file);
  }

  /** Takes a record out of its segment; where it was are zeros. */
  public void remove(long id) throws IOException {
    byte[] file = Files.readAllBytes(segment(id));
    JournalRecord gone = record(id);
    int at = (int) gone.offset();
    Arrays.fill(file, at, at + RecordFormat.sizeOf(gone.body().length), (byte) 0);
    Files.write(segment(id), file);
  }

  /** Ends the log with an event, as if none had come after it. */
  public void cut(long lastId) throws IOException {
    JournalRecord last = record(lastId);
    Path segment = segment(lastId);
    byte[] file = Files.readAllBytes(segment);
    int end = (int) last.offset() + RecordFormat.sizeOf(last.body().length);
    Arrays.fill(file, end, file.length, (byte) 0);
    Files.write(segment, file);
    for (Path other : segments()) {
      if (other.compareTo(segment) > 0) {
        Files.delete(other);
      }
    }
  }

  /** Changes the places of a record and the one after it. */
  public void swap(long id) throws IOException {
    byte[] file = Files.readAllBytes(segment(id));
    JournalRecord one = record(id);
    JournalRecord other = record(id + 1);
    int from = (int) one.offset();
    int middle = (int) other.offset();
    int end = middle + RecordFormat.sizeOf(other.body().length);
    byte[] first = Arrays.copyOfRange(file, from, middle);
    System.arraycopy(file, middle, file, from, end - middle);
    System.arraycopy(first, 0, file, from + end - middle, first.length);
    Files.write(segment(id), file);
  }

  private JournalRecord replace(byte[] file, long id, String text, String other)
      throws IOException {
    JournalRecord record = record(id);
    int at = new String(record.body(), StandardCharsets.ISO_8859_1).indexOf(text);
    if (at < 0 || text.length() != other.length()) {
      throw new IllegalArgumentException(text + " cannot be replaced in event " + id);
    }
    byte[] bytes = other.getBytes(StandardCharsets.ISO_8859_1);
    int from = (int) record.offset() + RecordFormat.HEADER + at;
    System.arraycopy(bytes, 0, file, from, bytes.length);
    return record;
  }

  private void seal(byte[] file, JournalRecord record) {
    int at = (int) record.offset();
    int size = RecordFormat.sizeOf(record.body().length);
    int crc = new RecordFormat(new UUID(0, 0)).crc(file, at, size);
    ByteBuffer.wrap(file).putInt(at + 8, crc);
  }

  private JournalRecord record(long id) throws IOException {
    return records().stream().filter(one -> one.id() == id).findFirst().orElseThrow();
  }

  private Path segment(long id) throws IOException {
    return segments().stream()
        .filter(file -> Segment.firstId(file.getFileName().toString()).orElseThrow() <= id)
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(events)) {
      return files
          .filter(file -> file.toString().endsWith(Segment.SUFFIX))
          .sorted(Comparator.naturalOrder())
          .toList();
    }
  }

  private int segmentBytes() throws IOException {
    return (int) Files.size(segments().get(0));
  }

  /** Leaves the first segment's header, which has the log's own id, and nothing else. */
  private void empty() throws IOException {
    Path first = segments().get(0);
    byte[] file = Files.readAllBytes(first);
    Arrays.fill(file, SegmentHeader.SIZE, file.length, (byte) 0);
    try (Stream<Path> files = Files.list(events)) {
      for (Path old : files.toList()) {
        Files.delete(old);
      }
    }
    Files.write(first, file);
  }
}
