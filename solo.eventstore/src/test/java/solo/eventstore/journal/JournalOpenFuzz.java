package solo.eventstore.journal;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import solo.core.disk.SimDisk;
import solo.core.event.EventStoreException;
import solo.core.fuzz.Checksum;

/**
 * A sound journal of some segments with edits that somebody, or a disk, made to its files: it opens
 * or says why not, is read in order or says where not, takes a record and opens again; what a check
 * calls sound is read whole, and what it proposes to accept can be accepted.
 */
public final class JournalOpenFuzz {
  /** Edits beyond these change nothing. */
  public static final int MAX_LENGTH = 512;

  private static final Path DIR = Path.of("/events");
  private static final int RECORDS = 24;
  private static final int MOST_EDITS = 8;
  private static final int ROUNDS = 4;
  private static final JournalOptions OPTIONS =
      JournalOptions.defaults()
          .withSegmentBytes(8192)
          .withPrepareAhead(false)
          .withClock(InstantSource.fixed(Instant.ofEpochMilli(1_000)))
          .withWaits(Duration.ofSeconds(10), Duration.ofSeconds(1));
  private static final Gap.Acceptance ACCEPTANCE =
      new Gap.Acceptance(Instant.ofEpochMilli(5_000), "owner:ada", "fuzz", "");
  private static final SimDisk SOUND = sound();

  private JournalOpenFuzz() {}

  private static SimDisk sound() {
    SimDisk disk = new SimDisk();
    Random random = new Random(3);
    // a lambda of this class would wait for the end of its initialisation
    List<JournalRecord> acknowledged = new ArrayList<>();
    try (Journal journal = Journal.open(DIR, OPTIONS, disk, acknowledged::add)) {
      for (int i = 0; i < RECORDS; i++) {
        byte[] body = new byte[100 + random.nextInt(600)];
        random.nextBytes(body);
        journal.append(body).getValue();
      }
      journal.flush().getValue();
    } catch (IOException | InvocationTargetException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return disk;
  }

  public static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put("none", new byte[0]);
    seeds.put("flip", new byte[] {0, 0, 16, 32, 3, 1, 2, 3});
    seeds.put("truncated", new byte[] {1, 1, 17, 0, 0});
    seeds.put("deleted", new byte[] {2, 1, 0, 0, 0});
    seeds.put("copied", new byte[] {3, 1, 0, 2, 0});
    seeds.put("record", new byte[] {4, 0, 16, 40, 2, 0, 9});
    seeds.put("header", new byte[] {5, 1, 0, 40, 2, 0, 9});
    seeds.put("zeroed", new byte[] {6, 2, 18, 0, 0});
    seeds.put("gap", new byte[] {7, 1, 0, 0, 4, 0, 0, 0, 9});
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] edits) throws IOException {
    SimDisk disk = SOUND.kill();
    edit(disk, ByteBuffer.wrap(edits));
    JournalCheck.Report report;
    try {
      report = check(disk);
    } catch (NewerFormatException documented) {
      return;
    }
    SimDisk other = disk.kill();
    boolean read = opensAndIsRead(disk, report);
    if (report.isSound() && !read) {
      throw new AssertionError("a check calls sound what does not open or is not read");
    }
    if (!report.isSound() && read && report.brokenGapFiles().isEmpty()) {
      throw new AssertionError("a check finds damage where all is read: " + report.damages());
    }
    accept(other, report);
  }

  private static JournalCheck.Report check(SimDisk disk) throws IOException {
    return new JournalCheck(DIR, disk, 0).run(() -> record -> {});
  }

  /** Whether every record is read; it also has to open again with one more. */
  private static boolean opensAndIsRead(SimDisk disk, JournalCheck.Report report)
      throws IOException {
    long last;
    try (Journal journal = Journal.open(DIR, OPTIONS, disk, record -> {})) {
      long records = readAll(journal);
      if (report.isSound() && records != report.records()) {
        throw new AssertionError(records + " records, a check read " + report.records());
      }
      last = journal.append(new byte[] {1}).getValue().id();
    } catch (DamagedJournalException | NewerFormatException documented) {
      return false;
    } catch (EventStoreException damaged) {
      if (damaged.why() != EventStoreException.Cause.DAMAGED) {
        throw damaged;
      }
      return false;
    } catch (InvocationTargetException | InterruptedException e) {
      throw new AssertionError("it opens and takes nothing", e);
    }
    try (Journal again = Journal.open(DIR, OPTIONS, disk, record -> {})) {
      readAll(again);
      if (again.lastAcknowledgedId() != last) {
        throw new AssertionError("an acknowledged record is gone");
      }
    }
    return true;
  }

  private static long readAll(Journal journal) {
    long records = 0;
    long before = 0;
    try (JournalCursor cursor = journal.read(0)) {
      while (cursor.hasNext()) {
        long id = cursor.next().id();
        if (id <= before) {
          throw new AssertionError(id + " follows " + before);
        }
        before = id;
        records++;
      }
    }
    if (before != journal.lastAcknowledgedId() && !journal.isLost(journal.lastAcknowledgedId())) {
      throw new AssertionError("it ends with " + before + ", not the last");
    }
    return records;
  }

  /** What an operator would do who gives up all that is damaged. */
  private static void accept(SimDisk disk, JournalCheck.Report first) throws IOException {
    JournalCheck.Report report = first;
    for (int round = 0; round < ROUNDS && isAcceptable(report); round++) {
      for (JournalCheck.Damage damage : report.damages()) {
        new JournalCheck(DIR, disk, 0).accept(damage.gap(), ACCEPTANCE);
      }
      report = check(disk);
      if (report.isSound()) {
        if (!opensAndIsRead(disk, report)) {
          throw new AssertionError("what was accepted does not open");
        }
        return;
      }
    }
  }

  private static boolean isAcceptable(JournalCheck.Report report) {
    return !report.damages().isEmpty()
        && report.stopped().isEmpty()
        && report.brokenGapFiles().isEmpty();
  }

  private static void edit(SimDisk disk, ByteBuffer in) throws IOException {
    for (int i = 0; i < MOST_EDITS && in.remaining() >= 5; i++) {
      List<String> names = disk.list(DIR);
      if (names.isEmpty()) {
        return;
      }
      int how = Byte.toUnsignedInt(in.get());
      Path file = DIR.resolve(names.get(Byte.toUnsignedInt(in.get()) % names.size()));
      int at = Short.toUnsignedInt(in.getShort());
      byte[] bytes = new byte[Math.min(Byte.toUnsignedInt(in.get()), in.remaining())];
      in.get(bytes);
      edit(disk, how % 8, file, at, bytes);
    }
  }

  private static void edit(SimDisk disk, int how, Path file, int at, byte[] with)
      throws IOException {
    byte[] old = disk.bytes(file);
    byte[] bytes = Arrays.copyOf(old, Math.max(old.length, Math.min(at, 20_000) + with.length));
    int from = Math.min(at, 20_000);
    System.arraycopy(with, 0, bytes, from, with.length);
    switch (how) {
      case 1 -> disk.put(file, Arrays.copyOf(old, Math.min(at, old.length)));
      case 2 -> disk.delete(file);
      case 3 -> {
        List<String> names = disk.list(DIR);
        disk.put(DIR.resolve(names.get(at % names.size())), old);
      }
      case 4 -> disk.put(file, recordMended(bytes, from));
      case 5 -> disk.put(file, headerMended(bytes));
      case 6 -> {
        Arrays.fill(bytes, from, bytes.length, (byte) 0);
        disk.put(file, bytes);
      }
      case 7 -> disk.put(DIR.resolve(GapFile.name(at % 40)), gap(disk, at, with));
      default -> disk.put(file, bytes);
    }
  }

  /** The checksum of the record that is around a place is put right. */
  private static byte[] recordMended(byte[] bytes, int place) {
    for (int at = place & ~7; at >= SegmentHeader.SIZE; at -= 8) {
      int size = RecordFormat.sizeAt(bytes, at, bytes.length);
      if (size > 0 && at + size <= bytes.length) {
        byte[] record = Checksum.mended(Arrays.copyOfRange(bytes, at, at + size), 8);
        System.arraycopy(record, 0, bytes, at, size);
        return bytes;
      }
    }
    return bytes;
  }

  private static byte[] headerMended(byte[] bytes) {
    byte[] header = Arrays.copyOf(bytes, SegmentHeader.SIZE);
    byte[] mended = Checksum.mended(header, 12);
    byte[] all = Arrays.copyOf(bytes, Math.max(bytes.length, mended.length));
    System.arraycopy(mended, 0, all, 0, mended.length);
    return all;
  }

  private static byte[] gap(SimDisk disk, int at, byte[] with) throws IOException {
    String first = disk.list(DIR).stream().filter(n -> n.endsWith(".log")).findFirst().orElse("");
    if (first.isEmpty()) {
      return with;
    }
    byte[] header = Arrays.copyOf(disk.bytes(DIR.resolve(first)), SegmentHeader.SIZE);
    ByteBuffer in = ByteBuffer.wrap(header).position(16);
    java.util.UUID instance = new java.util.UUID(in.getLong(), in.getLong());
    long lost = Math.max(1, at % 40);
    long next = lost + (with.length > 0 ? Byte.toUnsignedInt(with[0]) % 8 : 1);
    long stop = with.length > 1 ? with[1] % 4 : 1;
    long resume = with.length > 2 ? with[2] % 4 : 1;
    Gap.Place from = new Gap.Place(stop, Math.max(0, stop), 4096);
    Gap.Place to = new Gap.Place(Math.max(1, resume), Math.max(from.firstId(), lost), 4096);
    Gap.After after = Gap.After.values()[at % Gap.After.values().length];
    try {
      return GapFile.encode(
          new Gap(instance, lost, next, from, to, after, at % 2 == 0, new byte[32], 1, ACCEPTANCE));
    } catch (IllegalArgumentException e) {
      // no file of such a gap is read either
      return with;
    }
  }
}
