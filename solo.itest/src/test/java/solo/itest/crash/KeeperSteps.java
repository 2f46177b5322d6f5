package solo.itest.crash;

import java.util.Map;
import java.util.Optional;
import solo.itest.crash.Cell.Text;

/** What concerns the container as a whole: one lane does it while the others go on. */
final class KeeperSteps {
  /** The model's key of the vault. */
  static final String VAULT = "vault";

  private KeeperSteps() {}

  static String vault(long masterKey) {
    return "UNSEALED by key " + masterKey;
  }

  /** A rotation that was cut short may be finished by the next start, in its own words. */
  static Optional<Step> rotate(Lane lane) {
    return keeper(lane)
        .map(
            marker -> {
              long next = 1 + key(lane);
              return Step.command(
                  "solo:vault-rotate --json --reason " + marker,
                  new Trace("vault_rotated", event -> Told.number(event, "masterKey") == next),
                  told -> Map.of(VAULT, new Text(vault(Told.number(told, "masterKey")))));
            });
  }

  static Optional<Step> checkpoint(Lane lane) {
    return keeper(lane)
        .map(
            marker ->
                Step.command(
                    "solo:checkpoint --json --reason " + marker,
                    Trace.reason("checkpoint_created", marker),
                    told -> Map.of()));
  }

  /** The marker of a step, in the one lane that does such. */
  private static Optional<String> keeper(Lane lane) {
    return lane.number() == 0 ? Optional.of(lane.marker()) : Optional.empty();
  }

  private static long key(Lane lane) {
    String vault = lane.cell(VAULT, Text.class).orElseThrow().text();
    return Long.parseLong(vault.replaceAll("\\D", ""));
  }
}
