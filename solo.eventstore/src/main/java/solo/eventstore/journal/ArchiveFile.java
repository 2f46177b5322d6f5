package solo.eventstore.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;

/**
 * A segment that was taken out and kept: {@code <first id, 20 digits>.log.gz}, RFC 1952, one
 * member. Unpacked it is the segment's file from its header to its last record or seal, without the
 * zeros behind it. All of one is held in memory while it is read or written.
 */
final class ArchiveFile {
  private static final String SUFFIX = ".gz";

  /** A segment's most. */
  private static final int LONGEST = 64 << 20;

  /** What cannot be packed grows a little. */
  static final int LONGEST_PACKED = LONGEST + (LONGEST >> 4);

  private ArchiveFile() {}

  static String name(long firstId) {
    return Segment.name(firstId) + SUFFIX;
  }

  /** The first id a file's name gives, empty where it is no archive's name. */
  static OptionalLong firstId(String name) {
    return name.endsWith(SUFFIX)
        ? Segment.firstId(name.substring(0, name.length() - SUFFIX.length()))
        : OptionalLong.empty();
  }

  /** Where one is put aside: gzip reads it still, and {@link #firstId} does not know it. */
  static String asideName(Path archive, String digits) {
    String suffix = Segment.SUFFIX + SUFFIX;
    String name = archive.getFileName().toString();
    return name.substring(0, name.length() - suffix.length()) + "." + digits + suffix;
  }

  /** Writes a new file, for its owner alone, and forces it. */
  static void pack(Disk disk, Path file, byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 4);
    try (OutputStream out = new GZIPOutputStream(packed, 8192)) {
      out.write(bytes);
    }
    try (DiskFile out = disk.createPrivate(file)) {
      out.write(0, packed.toByteArray(), 0, packed.size());
      out.force();
    }
  }

  /**
   * What is in a file.
   *
   * @throws DamagedJournalException when it is not what was written
   */
  static byte[] unpack(Disk disk, Path file) throws IOException {
    byte[] packed = AtomicFile.read(disk, file, LONGEST_PACKED);
    byte[] bytes;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed), 8192)) {
      bytes = in.readNBytes(LONGEST + 1);
    } catch (IOException | RuntimeException e) {
      String how = e instanceof EOFException ? "it is cut off" : e.getMessage();
      throw DamagedJournalException.irreplaceable(file, 0, "it cannot be unpacked: " + how);
    }
    if (bytes.length > LONGEST || bytes.length < SegmentHeader.SIZE) {
      throw DamagedJournalException.irreplaceable(
          file, 0, "unpacked it has " + bytes.length + " bytes, which no segment has");
    }
    return bytes;
  }

  static SegmentHeader header(Path file, byte[] unpacked) throws IOException {
    try {
      return SegmentHeader.decode(file, Arrays.copyOf(unpacked, SegmentHeader.SIZE));
    } catch (DamagedJournalException e) {
      throw DamagedJournalException.irreplaceable(file, 0, "its header fails its checksum");
    }
  }
}
