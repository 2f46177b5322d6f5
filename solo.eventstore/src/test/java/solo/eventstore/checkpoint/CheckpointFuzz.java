package solo.eventstore.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import solo.core.deploy.ServiceSpec;
import solo.core.fuzz.Checksum;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.eventstore.checkpoint.CheckpointFormat.Content;
import solo.eventstore.codec.UndecodableException;

/** Any bytes as a checkpoint, as they are and with their checksum and length put right. */
public final class CheckpointFuzz {
  private static final int CRC_AT = 12;
  private static final int LENGTH_AT = 72;

  private CheckpointFuzz() {}

  public static Map<String, byte[]> seeds() {
    ServiceKey key = ServiceKey.parse("a/s");
    ServiceSpec spec = new ServiceSpec("bundle", "ab".repeat(32), 1, "n", "1.0.0", "f", 5, 1, 1, 1);
    ServiceRecord record =
        new ServiceRecord(
            key,
            ServiceRecord.Standing.DEPLOYED,
            3,
            4,
            Optional.of(spec),
            3,
            "owner:x",
            Optional.of(new ServiceRecord.Intent(5, spec, "owner:x")),
            Optional.of(new ServiceRecord.FileMark("", ServiceRecord.FileOutcome.REFUSED, 5, 1)));
    Map<String, byte[]> seeds = new TreeMap<>();
    SystemState state = new SystemState(7, true, false, new TreeMap<>(Map.of(key, record)));
    seeds.put("state", CheckpointFormat.encode(new Content(new UUID(1, 2), new byte[32], state)));
    seeds.put(
        "empty",
        CheckpointFormat.encode(new Content(new UUID(1, 2), new byte[32], SystemState.EMPTY)));
    seeds.put("text", "SOLOCKPT".getBytes(StandardCharsets.US_ASCII));
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    read(bytes);
    if (bytes.length >= CheckpointFormat.HEADER) {
      byte[] right = bytes.clone();
      ByteBuffer.wrap(right).putLong(LENGTH_AT, bytes.length - CheckpointFormat.HEADER);
      read(Checksum.mended(right, CRC_AT));
    }
  }

  private static void read(byte[] bytes) {
    try {
      Content content = CheckpointFormat.decode(bytes);
      Content again = CheckpointFormat.decode(CheckpointFormat.encode(content));
      if (!CheckpointFormat.same(content, again)) {
        throw new AssertionError(content + " is read back as " + again);
      }
    } catch (UndecodableException documented) {
      // that is the answer to anything else
    }
  }
}
