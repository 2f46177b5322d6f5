package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import solo.itest.crash.Cell.Secret;

/** Puts and deletions of secrets, and shredding of all that a tenant has. */
final class SecretSteps {
  /** Where a secret lies that is never deleted, so that the vault has a key from the start. */
  static final String LASTING = "base/lasting";

  private SecretSteps() {}

  /** The model's key of a secret. */
  static String cell(String key) {
    return "secret " + key;
  }

  /** The tenant whose secrets are shredded now and then, and that needs a new data key then. */
  private static String shredded(Lane lane) {
    return lane.tenant() + "x";
  }

  static Optional<Step> put(Lane lane) {
    Stream<String> own = Stream.of("a", "b").map(name -> lane.tenant() + "/" + name);
    Stream<String> other = Stream.of("c", "d").map(name -> shredded(lane) + "/" + name);
    return lane.any(Stream.concat(own, other).toList()).map(key -> put(lane, key));
  }

  static Step put(Lane lane, String key) {
    String marker = lane.marker();
    String value = "value-" + marker + "-" + Long.toHexString(lane.random().nextLong());
    Secret after = lane.cell(cell(key), Secret.class).orElse(Secret.NONE).with(value);
    return Step.piped(
        value,
        "solo:secret-put --json --reason %s %s".formatted(marker, key),
        Trace.reason("secret_stored", marker),
        told -> Map.of(cell(key), stored(told, after)));
  }

  private static Secret stored(JsonObject told, Secret after) {
    if (Told.number(told, "version") != after.last()) {
      throw new AssertionError("expected version " + after.last() + ", told is " + told);
    }
    return after;
  }

  static Optional<Step> delete(Lane lane) {
    String marker = lane.marker();
    return lane.any(there(lane, ""))
        .map(
            key ->
                Step.command(
                    "solo:secret-delete --json --reason %s %s".formatted(marker, key),
                    Trace.reason("secret_deleted", marker),
                    gone(lane, List.of(key))));
  }

  static Optional<Step> shred(Lane lane) {
    List<String> all = there(lane, shredded(lane) + "/");
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String marker = lane.marker();
    return Optional.of(
        Step.command(
            "solo:vault-shred --yes --json --reason %s %s".formatted(marker, shredded(lane)),
            Trace.reason("vault_shredded", marker),
            gone(lane, all)));
  }

  private static Function<JsonObject, Map<String, Cell>> gone(Lane lane, List<String> keys) {
    Map<String, Cell> after = new HashMap<>();
    for (String key : keys) {
      after.put(cell(key), lane.cell(cell(key), Secret.class).orElseThrow().deleted());
    }
    return told -> after;
  }

  private static List<String> there(Lane lane, String beginning) {
    return lane.cells(Secret.class, Secret::there).keySet().stream()
        .map(key -> key.substring("secret ".length()))
        .filter(key -> !key.equals(LASTING) && key.startsWith(beginning))
        .toList();
  }
}
