package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import solo.itest.crash.Cell.Backed;
import solo.itest.crash.Cell.Text;
import solo.itest.crash.Machine.Backup;

/** What concerns the container as a whole: one lane does it while the others go on. */
final class KeeperSteps {
  /** The model's key of the newest backup. */
  static final String BACKUP = "backup";

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

  /** Takes out what is too much; where there is nothing, no event tells so. */
  static Optional<Step> retention(Lane lane) {
    return keeper(lane)
        .map(
            marker ->
                Step.command(
                    "solo:retention --apply --json --reason " + marker,
                    Trace.reason("retention_applied", marker).where(KeeperSteps::tookOut),
                    told -> Map.of()));
  }

  /** Whether an answer, or an event, tells that something was taken out. */
  static boolean tookOut(JsonObject told) {
    return !told.has("appliedBy") || Told.number(told, "appliedBy") > 0;
  }

  static Optional<Step> backup(Lane lane) {
    return keeper(lane).map(marker -> backup(lane, marker));
  }

  private static Step backup(Lane lane, String marker) {
    Backup backup = lane.machine().backup(marker);
    Step step =
        Step.command(
            "solo:backup --json --reason %s '%s'".formatted(marker, backup.file()),
            Trace.reason("backup_created", marker),
            told -> Map.of(BACKUP, new Backed(backup, Told.number(told, "atId"))));
    Step.Act act =
        container -> {
          backup.keepKey();
          return step.act().on(container);
        };
    return new Step(step.text(), act, step.trace(), step.effect(), Set.of(), false);
  }

  /** Removes what no event names, while deploys make more of it; there may be nothing. */
  static Optional<Step> collect(Lane lane) {
    return keeper(lane)
        .map(
            marker ->
                Step.command(
                    "solo:artifacts --collect --json --reason " + marker,
                    Trace.NONE,
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
