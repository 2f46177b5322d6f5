package solo.eventstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first block of a segment.
 *
 * <pre>
 * 0   8   magic "SOLOJRNL"
 * 8   4   version of the format
 * 12  4   CRC-32C of the block without these four bytes
 * 16  16  instance
 * 32  8   number of the segment
 * 40  8   id of its first record
 * 48  8   size of the file
 * 56  8   offset of the last record of the segment before
 * 64  32  link of that record
 * 96  ... zeros up to 4096
 * </pre>
 */
record SegmentHeader(
    UUID instance,
    long number,
    long firstId,
    long fileSize,
    long lastOffsetBefore,
    byte[] linkBefore) {
  static final int SIZE = 4096;
  static final int VERSION = 1;

  private static final long MAGIC = 0x534f4c4f4a524e4cL;
  private static final int VERSION_AT = 8;
  private static final int CRC_AT = 12;

  byte[] encode() {
    byte[] block = new byte[SIZE];
    ByteBuffer out = ByteBuffer.wrap(block);
    out.putLong(MAGIC).putInt(VERSION).putInt(0);
    out.putLong(instance.getMostSignificantBits()).putLong(instance.getLeastSignificantBits());
    out.putLong(number).putLong(firstId).putLong(fileSize).putLong(lastOffsetBefore);
    out.put(linkBefore);
    return out.putInt(CRC_AT, crc(block)).array();
  }

  static SegmentHeader decode(Path file, byte[] block) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(block);
    int version = in.getInt(VERSION_AT);
    if (in.getLong(0) != MAGIC) {
      throw new DamagedJournalException(file, 0, "this is not the header of a segment");
    }
    if (version > VERSION && !isOursButForTheVersion(block)) {
      throw new NewerFormatException(file, version, VERSION);
    }
    if (version != VERSION || in.getInt(CRC_AT) != crc(block)) {
      throw new DamagedJournalException(file, 0, "the segment's header fails its checksum");
    }
    SegmentHeader header = fields(in.position(CRC_AT + 4));
    if (!Arrays.equals(header.encode(), 0, SIZE, block, 0, SIZE)) {
      throw new DamagedJournalException(
          file, 0, "the segment's header holds what no version writes there");
    }
    return header;
  }

  private static SegmentHeader fields(ByteBuffer in) {
    UUID instance = new UUID(in.getLong(), in.getLong());
    long number = in.getLong();
    long firstId = in.getLong();
    long fileSize = in.getLong();
    long lastOffsetBefore = in.getLong();
    byte[] link = new byte[RecordFormat.LINK];
    in.get(link);
    return new SegmentHeader(instance, number, firstId, fileSize, lastOffsetBefore, link);
  }

  /** Tells a flipped bit in the version from a version to come. */
  private static boolean isOursButForTheVersion(byte[] block) {
    ByteBuffer copy = ByteBuffer.wrap(block.clone()).putInt(VERSION_AT, VERSION);
    return copy.getInt(CRC_AT) == crc(copy.array());
  }

  private static int crc(byte[] block) {
    CRC32C crc = new CRC32C();
    crc.update(block, 0, CRC_AT);
    crc.update(block, CRC_AT + 4, SIZE - CRC_AT - 4);
    return (int) crc.getValue();
  }
}
