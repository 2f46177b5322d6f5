package solo.eventstore.journal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.eventstore.journal.Gap.Acceptance;
import solo.eventstore.journal.Gap.After;
import solo.eventstore.journal.Gap.Place;

/**
 * A file that says that a gap was accepted: {@code <first lost id, 20 digits>.gap} beside the
 * segments. All numbers are big-endian. It is written once, whole, and never changed.
 *
 * <pre>
 * 0    8   magic "SOLOJGAP"
 * 8    4   version of the format
 * 12   4   CRC-32C of the file without these four bytes
 * 16   16  instance
 * 32   8   first lost id
 * 40   8   next id: that of the first record after the gap
 * 48   24  where reading stops: number of the segment, its first id, offset in it; zeros: before the first segment
 * 72   24  where reading goes on: the same
 * 96   4   what is there: 1 a segment, 2 a segment without its header, 3 a new segment
 * 100  4   the link below is: 1 the one before the next record, 2 the next record's own
 * 104  8   no later record has a time below this, UTC milliseconds
 * 112  8   when it was accepted, UTC milliseconds
 * 120  32  link
 * 152  ... by whom, why, what the damage is: three texts, each 4 bytes of length and UTF-8
 * </pre>
 */
final class GapFile {
  static final int VERSION = 1;

  /** The longest file that is read. */
  static final int LONGEST = 64 << 10;

  private static final String SUFFIX = ".gap";
  private static final String UNFINISHED = ".tmp";
  private static final Pattern NAME = Pattern.compile("\\d{20}\\.gap");
  private static final long MAGIC = 0x534f4c4f4a474150L;
  private static final int CRC_AT = 12;
  private static final int TEXTS_AT = 152;
  private static final int LONGEST_TEXT = 4 << 10;

  private GapFile() {}

  static String name(long firstLost) {
    return String.format("%020d%s", firstLost, SUFFIX);
  }

  /**
   * Every gap of a journal.
   *
   * @throws DamagedJournalException for a file that is not what was written
   */
  static Gaps all(Path dir, Disk disk) throws IOException {
    List<DamagedJournalException> broken = new ArrayList<>();
    Gaps gaps = whole(dir, disk, broken);
    if (!broken.isEmpty()) {
      throw broken.get(0);
    }
    return gaps;
  }

  /** The gaps whose files are whole; what is wrong with the others is added to {@code broken}. */
  static Gaps whole(Path dir, Disk disk, List<DamagedJournalException> broken) throws IOException {
    List<Gap> gaps = new ArrayList<>();
    for (String name : disk.list(dir)) {
      if (NAME.matcher(name).matches()) {
        try {
          gaps.add(read(dir.resolve(name), disk));
        } catch (DamagedJournalException e) {
          broken.add(e);
        }
      }
    }
    return new Gaps(gaps);
  }

  /** Writes a gap, durable when it returns. At any moment the name holds all of it, or nothing. */
  static Path write(Path dir, Disk disk, Gap gap) throws IOException {
    Path file = dir.resolve(name(gap.firstLost()));
    Path unfinished = dir.resolve(file.getFileName() + UNFINISHED);
    byte[] bytes = encode(gap);
    disk.delete(unfinished);
    try (DiskFile out = disk.create(unfinished)) {
      out.write(0, bytes, 0, bytes.length);
      out.force();
    }
    disk.rename(unfinished, file);
    disk.forceDirectory(dir);
    return file;
  }

  private static Gap read(Path file, Disk disk) throws IOException {
    byte[] bytes = new byte[LONGEST];
    int count;
    try (DiskFile in = disk.openForReading(file)) {
      count = in.read(0, bytes, 0, bytes.length);
    }
    Gap gap = decode(file, java.util.Arrays.copyOf(bytes, count));
    if (!file.getFileName().toString().equals(name(gap.firstLost()))) {
      throw DamagedJournalException.misplaced(
          file, "renamed or copied: it tells of the gap at " + gap.firstLost() + "; move it away");
    }
    return gap;
  }

  static byte[] encode(Gap gap) {
    ByteArrayOutputStream texts = new ByteArrayOutputStream();
    text(texts, gap.acceptance().by());
    text(texts, gap.acceptance().reason());
    text(texts, gap.acceptance().what());
    ByteBuffer out = ByteBuffer.allocate(TEXTS_AT + texts.size());
    out.putLong(MAGIC).putInt(VERSION).putInt(0);
    out.putLong(gap.instance().getMostSignificantBits());
    out.putLong(gap.instance().getLeastSignificantBits());
    out.putLong(gap.firstLost()).putLong(gap.next());
    place(out, gap.stop());
    place(out, gap.resume());
    out.putInt(gap.after().ordinal() + 1).putInt(gap.own() ? 2 : 1);
    out.putLong(gap.timeMs()).putLong(gap.acceptance().at().toEpochMilli());
    out.put(gap.link()).put(texts.toByteArray());
    return out.putInt(CRC_AT, crc(out.array())).array();
  }

  static Gap decode(Path file, byte[] bytes) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < TEXTS_AT || in.getLong() != MAGIC) {
      throw new DamagedJournalException(file, 0, "this is not the file of an accepted gap");
    }
    int version = in.getInt();
    boolean whole = in.getInt() == crc(bytes);
    if (whole && version > VERSION) {
      throw new NewerFormatException(file, version, VERSION);
    }
    try {
      if (whole && version == VERSION) {
        return fields(in);
      }
    } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
      // not what any version writes
    }
    throw new DamagedJournalException(file, 0, "the file of an accepted gap fails its checksum");
  }

  private static Gap fields(ByteBuffer in) {
    UUID instance = new UUID(in.getLong(), in.getLong());
    long firstLost = in.getLong();
    long next = in.getLong();
    Place stop = new Place(in.getLong(), in.getLong(), in.getLong());
    Place resume = new Place(in.getLong(), in.getLong(), in.getLong());
    int after = in.getInt();
    int own = in.getInt();
    if (after < 1 || after > After.values().length || own < 1 || own > 2) {
      throw new IllegalArgumentException("unknown kind");
    }
    long timeMs = in.getLong();
    Instant at = Instant.ofEpochMilli(in.getLong());
    byte[] link = new byte[RecordFormat.LINK];
    in.get(link);
    Acceptance acceptance = new Acceptance(at, text(in), text(in), text(in));
    return new Gap(
        instance,
        firstLost,
        next,
        stop,
        resume,
        After.values()[after - 1],
        own == 2,
        link,
        timeMs,
        acceptance);
  }

  private static void place(ByteBuffer out, Place place) {
    out.putLong(place.number()).putLong(place.firstId()).putLong(place.offset());
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = shortened(text).getBytes(StandardCharsets.UTF_8);
    out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw new IllegalArgumentException("a text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CRC_AT);
    crc.update(bytes, CRC_AT + 4, bytes.length - CRC_AT - 4);
    return (int) crc.getValue();
  }
}
