package solo.recovery.verify;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import solo.core.deploy.ServiceSpec;
import solo.core.fuzz.Checksum;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** Any bytes as what the deep verify has proved, as they are and with their checksum put right. */
public final class ProvedFuzz {
  private ProvedFuzz() {}

  public static Map<String, byte[]> seeds() throws IOException {
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
    SystemState state = new SystemState(7, true, false, new TreeMap<>(Map.of(key, record)));
    Finding finding = Finding.of(Kind.LOG_GAP, "1", "gone", "mend it", false);
    Proved.Position position =
        new Proved.Position(state, 1, new UUID(1, 2), List.of(finding, finding));
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put("nothing", ProvedFile.encode(Proved.NOTHING));
    seeds.put("round", ProvedFile.encode(new Proved(9, Optional.of(position))));
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    read(bytes);
    read(Checksum.followed(bytes.length < 4 ? bytes : Arrays.copyOf(bytes, bytes.length - 4)));
  }

  /** Its reader takes every exception for a file that cannot be used, and no error. */
  private static void read(byte[] bytes) {
    try {
      Proved proved = ProvedFile.decode(bytes);
      Proved again = ProvedFile.decode(ProvedFile.encode(proved));
      if (!again.equals(proved)) {
        throw new AssertionError(proved + " is read back as " + again);
      }
    } catch (IOException | RuntimeException documented) {
      // that is the answer to anything else
    }
  }
}
