package solo.eventstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.eventstore.journal.RecordFormat.Frame;

/**
 * The file that stands for the segments that were taken out: {@code <last id taken out, 20
 * digits>.base} beside the segments. All numbers are big-endian. It is written once, whole, and
 * never changed; one of a later retention holds what it kept, as far as that is still needed.
 *
 * <pre>
 * 0    8   magic "SOLOBASE"
 * 8    4   version of the format
 * 12   4   CRC-32C of the file without these four bytes
 * 16   16  instance
 * 32   8   the last id taken out
 * 40   8   number of the first segment that stays
 * 48   8   time of the last record taken out, UTC milliseconds
 * 56   8   how many records are kept
 * 64   32  link of the last record taken out
 * 96   ... the kept records, ids ascending, byte for byte as they were in their segments
 * </pre>
 */
final class BaseFile {
  static final int VERSION = 1;
  static final int HEADER = 96;
  static final int CRC_AT = 12;

  private static final long MAGIC = 0x534f4c4f42415345L;
  private static final int CHUNK = 64 << 10;

  private BaseFile() {}

  /** What the whole file says, before its fields are believed. */
  private record Sums(byte[] header, long size, int crc, byte[] sha256) {}

  /**
   * The newest base of a directory; those of an earlier one are leftovers.
   *
   * @return empty where nothing was taken out yet
   * @throws DamagedJournalException when it is not what was written
   */
  static Optional<Base> newest(Path dir, Disk disk) throws IOException {
    TreeMap<Long, String> names = new TreeMap<>();
    for (String name : disk.list(dir)) {
      if (name.endsWith(Base.SUFFIX)) {
        long through =
            Base.through(name)
                .orElseThrow(
                    () ->
                        DamagedJournalException.misplaced(
                            dir.resolve(name),
                            "this is not a base's name (20 digits and .base); give a renamed base"
                                + " its name back, or move the file away"));
        names.put(through, name);
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(read(disk, dir.resolve(names.lastEntry().getValue())));
  }

  /** Reads and checks a file of whatever name, but for the name. */
  static Base readAny(Disk disk, Path file) throws IOException {
    try (DiskFile open = disk.openForReading(file)) {
      Sums sums = sums(file, open);
      ByteBuffer header = ByteBuffer.wrap(sums.header);
      int version = header.getInt(8);
      boolean whole = header.getLong(0) == MAGIC && header.getInt(CRC_AT) == sums.crc;
      if (whole && version > VERSION) {
        throw new NewerFormatException(file, version, VERSION);
      }
      if (!whole || version != VERSION) {
        throw DamagedJournalException.irreplaceable(file, 0, "the base fails its checksum");
      }
      return records(file, open, header, sums);
    }
  }

  private static Base read(Disk disk, Path file) throws IOException {
    Base base = readAny(disk, file);
    if (!file.getFileName().toString().equals(Base.name(base.through()))) {
      throw DamagedJournalException.misplaced(
          file,
          "renamed or copied: its name is "
              + Base.name(base.through())
              + " by its content; give it that name back, or move the copy away");
    }
    return base;
  }

  private static Sums sums(Path file, DiskFile open) throws IOException {
    byte[] chunk = new byte[CHUNK];
    int count = open.read(0, chunk, 0, CHUNK);
    if (count < HEADER) {
      throw DamagedJournalException.irreplaceable(
          file, count, "the base has " + count + " bytes only");
    }
    byte[] header = Arrays.copyOf(chunk, HEADER);
    CRC32C crc = new CRC32C();
    crc.update(chunk, 0, CRC_AT);
    crc.update(chunk, CRC_AT + 4, count - CRC_AT - 4);
    MessageDigest sha = RecordFormat.sha256();
    long size = 0;
    while (true) {
      sha.update(chunk, 0, count);
      size += count;
      count = open.read(size, chunk, 0, CHUNK);
      if (count == 0) {
        return new Sums(header, size, (int) crc.getValue(), sha.digest());
      }
      crc.update(chunk, 0, count);
    }
  }

  private static Base records(Path file, DiskFile open, ByteBuffer header, Sums sums)
      throws IOException {
    Base.Facts facts = facts(header);
    long kept = header.getLong(56);
    long room = (sums.size - HEADER) / RecordFormat.HEADER;
    if (facts.through() < 1 || facts.firstSegment() < 2 || kept < 0 || kept > room) {
      throw DamagedJournalException.irreplaceable(file, 0, "this is not what a base says");
    }
    RecordFormat format = new RecordFormat(facts.instance());
    long[] ids = new long[(int) kept];
    long[] offsets = new long[(int) kept];
    long at = HEADER;
    for (int i = 0; i < kept; i++) {
      Frame frame = KeptRecords.at(open, format, at);
      if (frame == null
          || frame.id() <= (i == 0 ? 0 : ids[i - 1])
          || frame.id() > facts.through()) {
        throw DamagedJournalException.irreplaceable(file, at, "no kept record is here");
      }
      ids[i] = frame.id();
      offsets[i] = at;
      at += frame.size();
    }
    if (at != sums.size) {
      throw DamagedJournalException.irreplaceable(file, at, "bytes follow the last kept record");
    }
    return new Base(file, facts, ids, offsets, sums.sha256);
  }

  private static Base.Facts facts(ByteBuffer header) {
    header.position(CRC_AT + 4);
    UUID instance = new UUID(header.getLong(), header.getLong());
    long through = header.getLong();
    long firstSegment = header.getLong();
    long timeMs = header.getLong();
    byte[] link = new byte[RecordFormat.LINK];
    header.position(64).get(link);
    return new Base.Facts(instance, through, link, firstSegment, timeMs);
  }

  /** Writes one, record by record. Nothing is durable before {@link #finish} has returned. */
  static final class Writing implements AutoCloseable {
    private final RecordFormat format;
    private final DiskFile out;
    private final byte[] header;
    private final CRC32C crc = new CRC32C();
    private byte[] buffer = new byte[CHUNK];
    private int buffered;
    private long position = HEADER;

    /** Into a new file, of a known number of records. */
    Writing(Disk disk, Path file, Base.Facts facts, int kept) throws IOException {
      format = new RecordFormat(facts.instance());
      ByteBuffer fields = ByteBuffer.allocate(HEADER);
      fields.putLong(MAGIC).putInt(VERSION).putInt(0);
      fields.putLong(facts.instance().getMostSignificantBits());
      fields.putLong(facts.instance().getLeastSignificantBits());
      fields.putLong(facts.through()).putLong(facts.firstSegment()).putLong(facts.timeMs());
      fields.putLong(kept).put(facts.link());
      header = fields.array();
      crc.update(header, 0, CRC_AT);
      crc.update(header, CRC_AT + 4, HEADER - CRC_AT - 4);
      out = disk.create(file);
    }

    /** Adds a record as it was in its segment. */
    void add(Frame frame) throws IOException {
      if (buffered + frame.size() > buffer.length) {
        drain();
        if (frame.size() > buffer.length) {
          buffer = new byte[frame.size()];
        }
      }
      format.copy(frame, buffer, buffered);
      buffered += frame.size();
    }

    /** Makes it durable under its name of now. */
    void finish() throws IOException {
      drain();
      ByteBuffer.wrap(header).putInt(CRC_AT, (int) crc.getValue());
      out.write(0, header, 0, HEADER);
      out.force();
    }

    private void drain() throws IOException {
      crc.update(buffer, 0, buffered);
      out.write(position, buffer, 0, buffered);
      position += buffered;
      buffered = 0;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
