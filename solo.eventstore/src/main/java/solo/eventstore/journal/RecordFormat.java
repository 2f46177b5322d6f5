package solo.eventstore.journal;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The bytes of a record. All numbers are big-endian; a record's size is a multiple of 8.
 *
 * <pre>
 * 0   4   magic "SJRN"
 * 4   4   length of the body
 * 8   4   CRC-32C of the whole record without these four bytes
 * 12  4   kind: 1 event, 2 seal
 * 16  16  instance
 * 32  8   number of the segment
 * 40  8   id
 * 48  8   durable id
 * 56  8   time, UTC milliseconds
 * 64  32  link
 * 96  ... body, zeros up to a multiple of 8
 * </pre>
 *
 * <p>Not final, so that a test can show what a journal without checks would do.
 */
class RecordFormat {
  static final int HEADER = 96;
  static final int SEAL_SIZE = HEADER;
  static final int LINK = 32;
  static final int EVENT = 1;
  static final int SEAL = 2;
  static final int MAGIC = 0x534a524e;
  static final int SEGMENT_AT = 32;

  private static final int CRC_AT = 8;
  private static final int KIND_AT = 12;
  private static final int LINK_AT = 64;

  /**
   * The fields of a record.
   *
   * @param link null where it is to be computed
   */
  record Frame(
      int kind, long segment, long id, long durableId, long timeMs, byte[] link, byte[] body) {
    int size() {
      return sizeOf(body.length);
    }

    boolean isEvent() {
      return kind == EVENT;
    }

    JournalRecord at(long offset) {
      return new JournalRecord(id, timeMs, link, segment, offset, body);
    }

    /** In a base. */
    JournalRecord kept(long offset) {
      return new JournalRecord(id, timeMs, link, JournalRecord.IN_THE_BASE, offset, body);
    }
  }

  private final UUID instance;

  RecordFormat(UUID instance) {
    this.instance = instance;
  }

  final UUID instance() {
    return instance;
  }

  static int sizeOf(int body) {
    return HEADER + (body + 7 & ~7);
  }

  /** Writes a record at a place and gives its link. */
  final byte[] encode(Frame frame, byte[] linkBefore, byte[] into, int at) {
    fields(frame, into, at);
    byte[] link = frame.kind == SEAL ? linkBefore : link(linkBefore, into, at);
    finish(link, frame.size(), into, at);
    return link;
  }

  /** Writes a record that was decoded, byte for byte as it was. */
  final void copy(Frame frame, byte[] into, int at) {
    fields(frame, into, at);
    finish(frame.link, frame.size(), into, at);
  }

  private void fields(Frame frame, byte[] into, int at) {
    ByteBuffer out = ByteBuffer.wrap(into, at, frame.size());
    out.putInt(MAGIC).putInt(frame.body.length).putInt(0).putInt(frame.kind);
    out.putLong(instance.getMostSignificantBits()).putLong(instance.getLeastSignificantBits());
    out.putLong(frame.segment).putLong(frame.id).putLong(frame.durableId).putLong(frame.timeMs);
    System.arraycopy(frame.body, 0, into, at + HEADER, frame.body.length);
    Arrays.fill(into, at + HEADER + frame.body.length, at + frame.size(), (byte) 0);
  }

  private void finish(byte[] link, int size, byte[] into, int at) {
    System.arraycopy(link, 0, into, at + LINK_AT, LINK);
    ByteBuffer.wrap(into).putInt(at + CRC_AT, crc(into, at, size));
  }

  /** The record at a place, or null where none of this journal and segment starts there. */
  final Frame decode(byte[] from, int at, int limit, long segment) {
    int size = sizeAt(from, at, limit);
    if (size < 0 || size > limit - at) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(from, at, size);
    int length = in.getInt(at + 4);
    if (in.getInt(at + CRC_AT) != crc(from, at, size)) {
      return null;
    }
    int kind = in.getInt(at + KIND_AT);
    in.position(at + 16);
    boolean ours = instance.equals(new UUID(in.getLong(), in.getLong())) && in.getLong() == segment;
    Frame frame = frame(in, kind, segment, length);
    return ours && isSound(frame) ? frame : null;
  }

  /** The size a record's header gives, or -1 where it is no record's header. */
  static int sizeAt(byte[] from, int at, int limit) {
    if (limit - at < HEADER) {
      return -1;
    }
    ByteBuffer in = ByteBuffer.wrap(from);
    int length = in.getInt(at + 4);
    boolean plausible = in.getInt(at) == MAGIC && length >= 0 && length <= Journal.MAX_BODY;
    return plausible ? sizeOf(length) : -1;
  }

  /** The link of the record at a place after the one before it. */
  final byte[] link(byte[] linkBefore, byte[] from, int at) {
    int length = ByteBuffer.wrap(from).getInt(at + 4);
    MessageDigest sha = sha256();
    sha.update(from, at + HEADER, length);
    byte[] body = sha.digest();
    sha.update(linkBefore);
    sha.update(from, at, CRC_AT);
    sha.update(from, at + KIND_AT, LINK_AT - KIND_AT);
    return sha.digest(body);
  }

  /** Whether the record at a place continues the chain. */
  boolean continues(byte[] linkBefore, Frame frame, byte[] from, int at) {
    byte[] expected = frame.isEvent() ? link(linkBefore, from, at) : linkBefore;
    return Arrays.equals(expected, frame.link);
  }

  /** The checksum of the record at a place. */
  int crc(byte[] from, int at, int size) {
    CRC32C crc = new CRC32C();
    crc.update(from, at, CRC_AT);
    crc.update(from, at + KIND_AT, size - KIND_AT);
    return (int) crc.getValue();
  }

  private static Frame frame(ByteBuffer in, int kind, long segment, int length) {
    long id = in.getLong();
    long durableId = in.getLong();
    long timeMs = in.getLong();
    byte[] link = new byte[LINK];
    in.get(link);
    byte[] body = new byte[length];
    in.get(body);
    return new Frame(kind, segment, id, durableId, timeMs, link, body);
  }

  private static boolean isSound(Frame frame) {
    return switch (frame.kind) {
      case EVENT -> frame.id > 0 && frame.durableId >= 0 && frame.durableId < frame.id;
      case SEAL -> frame.id > 0 && frame.durableId == frame.id && frame.body.length == 0;
      default -> false;
    };
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
