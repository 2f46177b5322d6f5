package solo.eventstore.head;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import solo.core.verify.Head.Mark;
import solo.core.verify.Kind;

/** Any bytes as a head, as they are and with a line of their checksum behind them. */
public final class HeadFuzz {
  private HeadFuzz() {}

  public static Map<String, byte[]> seeds() {
    Mark mark = new Mark(new UUID(1, 2), 7, "ab".repeat(32));
    Known.Parted parted = new Known.Parted(Kind.HEAD_AHEAD, 5, mark);
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put("known", HeadFormat.encode(new Known(mark, Instant.EPOCH, Optional.empty())));
    seeds.put("parted", HeadFormat.encode(new Known(mark, Instant.EPOCH, Optional.of(parted))));
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    read(bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.lastIndexOf("crc32c ");
    String lines = at < 0 ? text : text.substring(0, at);
    CRC32C crc = new CRC32C();
    crc.update(lines.getBytes(StandardCharsets.ISO_8859_1));
    String right = lines + "crc32c %08x\n".formatted(crc.getValue());
    read(right.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void read(byte[] bytes) {
    try {
      Known known = HeadFormat.decode(bytes);
      Known again = HeadFormat.decode(HeadFormat.encode(known));
      if (!again.equals(known)) {
        throw new AssertionError(known + " is read back as " + again);
      }
    } catch (BrokenHeadException documented) {
      // that is the answer to anything else
    }
  }
}
