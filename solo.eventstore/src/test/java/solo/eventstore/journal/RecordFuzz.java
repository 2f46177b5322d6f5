package solo.eventstore.journal;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import solo.core.fuzz.Checksum;
import solo.eventstore.journal.RecordFormat.Frame;

/**
 * Any bytes as a record, as they are and with instance, segment and checksum put right: none or one
 * that is written as it was.
 */
public final class RecordFuzz {
  private static final UUID INSTANCE = new UUID(0x1122334455667788L, 0x99aabbccddeeff00L);
  private static final RecordFormat FORMAT = new RecordFormat(INSTANCE);
  private static final int CRC_AT = 8;

  private RecordFuzz() {}

  public static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put("event", encoded(new Frame(1, 1, 3, 2, 4, null, new byte[] {1, 2, 3, 4, 5})));
    seeds.put("seal", encoded(new Frame(2, 1, 3, 3, 4, null, new byte[0])));
    return seeds;
  }

  private static byte[] encoded(Frame frame) {
    byte[] bytes = new byte[frame.size()];
    FORMAT.encode(frame, new byte[32], bytes, 0);
    return bytes;
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    read(bytes);
    if (bytes.length >= RecordFormat.HEADER) {
      byte[] ours = bytes.clone();
      java.nio.ByteBuffer.wrap(ours)
          .putInt(0, RecordFormat.MAGIC)
          .putLong(16, INSTANCE.getMostSignificantBits())
          .putLong(24, INSTANCE.getLeastSignificantBits())
          .putLong(RecordFormat.SEGMENT_AT, 1);
      int size = RecordFormat.sizeAt(ours, 0, ours.length);
      if (size > 0 && size <= ours.length) {
        read(Checksum.mended(Arrays.copyOf(ours, size), CRC_AT));
      }
    }
  }

  private static void read(byte[] bytes) {
    for (int at = 0; at <= bytes.length; at += 8) {
      Frame frame = FORMAT.decode(bytes, at, bytes.length, 1);
      if (frame != null) {
        same(bytes, at, frame);
      }
    }
  }

  private static void same(byte[] bytes, int at, Frame frame) {
    byte[] again = new byte[frame.size()];
    byte[] link = FORMAT.encode(frame, frame.link(), again, 0);
    if (frame.isEvent() && !Arrays.equals(link, FORMAT.link(frame.link(), bytes, at))) {
      throw new AssertionError("two links of one record");
    }
    Frame back = FORMAT.decode(again, 0, again.length, 1);
    boolean same =
        back != null
            && back.id() == frame.id()
            && back.kind() == frame.kind()
            && back.durableId() == frame.durableId()
            && back.timeMs() == frame.timeMs()
            && Arrays.equals(back.body(), frame.body());
    if (!same) {
      throw new AssertionError(frame + " is read back as " + back);
    }
  }
}
