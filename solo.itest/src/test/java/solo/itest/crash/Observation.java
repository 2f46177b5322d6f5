package solo.itest.crash;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a container shows, in the words of the model's cells. */
final class Observation {
  private Observation() {}

  /** All of it; of what cannot be listed, that which is known. */
  static SortedMap<String, String> all(Container container, Set<String> known) {
    SortedMap<String, String> shown = new TreeMap<>(services(container));
    tokens(container, shown);
    secrets(container, shown);
    JsonObject vault = container.exec("solo:vault-status --json").json().getAsJsonObject();
    shown.put(
        KeeperSteps.VAULT, Told.text(vault, "state") + " by key " + Told.text(vault, "masterKey"));
    for (String key : known) {
      if (key.startsWith("limits ")) {
        shown.put(key, TokenSteps.limit(Told.by(container.exec("solo:" + key + " --json"))));
      } else if (key.startsWith("file ")) {
        receipt(container, key.substring("file ".length()))
            .ifPresent(receipt -> shown.put(key, receipt));
      }
    }
    return shown;
  }

  static Map<String, String> services(Container container) {
    Map<String, String> shown = new TreeMap<>();
    for (JsonObject row : rows(container, "solo:services")) {
      String state = Told.text(row, "state");
      shown.put(
          ServiceSteps.cell(Told.service(row)),
          switch (state) {
            case "ACTIVE" ->
                Cell.Service.active(Told.text(row, "version"), Told.text(row, "digest"));
            case "KILLED" -> state;
            default -> state + ": " + Told.text(row, "detail");
          });
    }
    return shown;
  }

  /** State and digest of a file's receipt. */
  static Optional<String> receipt(Container container, String key) {
    return container
        .receipt(key)
        .flatMap(
            said -> new Cell.Dropped(Told.text(said, "state"), Told.text(said, "digest")).shown());
  }

  private static void tokens(Container container, Map<String, String> shown) {
    for (JsonObject row : rows(container, "solo:tokens --limit 100000")) {
      shown.put(
          TokenSteps.cell(Told.text(row, "accessor")),
          Cell.Token.shown(Told.text(row, "state"), Told.text(row, "tenant"), Told.expiry(row)));
    }
  }

  /** The values of the oldest and the newest version, and that all numbers between are there. */
  private static void secrets(Container container, Map<String, String> shown) {
    for (JsonObject row : rows(container, "solo:secrets")) {
      String key = Told.text(row, "tenant") + "/" + Told.text(row, "name");
      List<Long> versions =
          rows(container, "solo:secrets --secret " + key).stream()
              .map(version -> Told.number(version, "version"))
              .toList();
      long first = versions.get(0);
      long last = versions.get(versions.size() - 1);
      shown.put(
          SecretSteps.cell(key),
          last - first + 1 == versions.size()
              ? Cell.Secret.shown(
                  (int) first,
                  value(container, key, first),
                  (int) last,
                  value(container, key, last))
              : "versions " + versions);
    }
  }

  private static String value(Container container, String key, long version) {
    JsonObject told =
        Told.by(container.exec("solo:secret-get --json --version " + version + " " + key));
    return new String(Base64.getDecoder().decode(Told.text(told, "value")), StandardCharsets.UTF_8);
  }

  private static List<JsonObject> rows(Container container, String command) {
    return container.exec(command + " --json").expect(0).rows();
  }
}
