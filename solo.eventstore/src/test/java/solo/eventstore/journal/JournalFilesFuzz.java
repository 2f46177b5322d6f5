package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import solo.core.fuzz.Checksum;

/** Any bytes as a segment's header and as the file of a gap. */
public final class JournalFilesFuzz {
  private static final Path FILE = Path.of("file");
  private static final int CRC_AT = 12;

  private JournalFilesFuzz() {}

  public static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new TreeMap<>();
    byte[] header = new SegmentHeader(new UUID(1, 2), 1, 1, 8192, 0, new byte[32]).encode();
    seeds.put("header", Arrays.copyOf(header, 128));
    Gap.Place place = new Gap.Place(1, 1, 4096);
    seeds.put(
        "gap",
        GapFile.encode(
            new Gap(
                new UUID(1, 2),
                3,
                5,
                place,
                place,
                Gap.After.values()[0],
                true,
                new byte[32],
                9,
                new Gap.Acceptance(Instant.EPOCH, "alice", "why", "what"))));
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    byte[] block = Arrays.copyOf(bytes, SegmentHeader.SIZE);
    header(block);
    header(Checksum.mended(block, CRC_AT));
    gap(bytes);
    gap(Checksum.mended(bytes, CRC_AT));
  }

  private static void header(byte[] block) throws IOException {
    try {
      SegmentHeader header = SegmentHeader.decode(FILE, block);
      SegmentHeader again = SegmentHeader.decode(FILE, header.encode());
      if (!Arrays.equals(header.encode(), again.encode())) {
        throw new AssertionError(header + " is read back as " + again);
      }
    } catch (DamagedJournalException | NewerFormatException documented) {
      // that is the answer to anything else
    }
  }

  private static void gap(byte[] bytes) throws IOException {
    try {
      Gap gap = GapFile.decode(FILE, bytes);
      Gap again = GapFile.decode(FILE, GapFile.encode(gap));
      if (!Arrays.equals(GapFile.encode(gap), GapFile.encode(again))) {
        throw new AssertionError(gap + " is read back as " + again);
      }
    } catch (DamagedJournalException | NewerFormatException documented) {
      // that is the answer to anything else
    }
  }
}
