package solo.itest.crash;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a log of events means, as the fake container understands it. */
final class FakeState {
  final SortedMap<String, JsonObject> services = new TreeMap<>();
  final SortedMap<String, JsonObject> tokens = new TreeMap<>();
  final SortedMap<String, List<JsonObject>> secrets = new TreeMap<>();
  final Map<String, Integer> versions = new TreeMap<>();
  final Map<String, JsonObject> limits = new TreeMap<>();
  int masterKey = 1;

  static FakeState of(List<JsonObject> events) {
    FakeState state = new FakeState();
    events.forEach(event -> state.apply(event.deepCopy()));
    return state;
  }

  private void apply(JsonObject event) {
    switch (Told.text(event, "type")) {
      case "service_deployed" -> put(event, "ACTIVE");
      case "service_killed" -> put(event, "KILLED");
      case "capability_granted" -> {
        event.addProperty("state", "VALID");
        tokens.put(Told.text(event, "accessor"), event);
      }
      case "capability_renewed" -> renew(event);
      case "capability_revoked" -> revoke(event);
      case "secret_stored" -> {
        secrets.computeIfAbsent(secret(event), key -> new ArrayList<>()).add(event);
        versions.merge(secret(event), 1, Integer::sum);
        List<JsonObject> kept = secrets.get(secret(event));
        kept.subList(0, Math.max(0, kept.size() - Cell.Secret.KEPT)).clear();
      }
      case "secret_deleted" -> secrets.remove(secret(event));
      case "vault_shredded" ->
          secrets.keySet().removeIf(key -> key.startsWith(Told.text(event, "tenant") + "/"));
      case "vault_rotated" -> masterKey++;
      case "limits_changed" -> limits.put(Told.text(event, "tenant"), event);
      default -> {}
    }
  }

  private void put(JsonObject event, String state) {
    event.addProperty("state", state);
    services.put(Told.service(event), event);
  }

  private void renew(JsonObject event) {
    JsonObject token = tokens.getOrDefault(Told.text(event, "accessor"), new JsonObject());
    token.add("expiresAtMs", event.get("expiresAtMs"));
    token.add("renewedBy", event.get("id"));
  }

  /** The events that are enough to make it again. */
  Set<Long> restsOn() {
    Set<Long> ids = new TreeSet<>();
    services.values().forEach(service -> ids.add(Told.number(service, "id")));
    secrets.values().forEach(all -> all.forEach(one -> ids.add(Told.number(one, "id"))));
    limits.values().forEach(limit -> ids.add(Told.number(limit, "id")));
    for (JsonObject token : tokens.values()) {
      if (Told.text(token, "state").equals("VALID")) {
        ids.add(Told.number(token, "id"));
        ids.add(Told.number(token, token.has("renewedBy") ? "renewedBy" : "id"));
      }
    }
    return ids;
  }

  private void revoke(JsonObject event) {
    for (JsonObject token : tokens.values()) {
      String named = Told.text(event, "accessor");
      boolean ends =
          named.isEmpty()
              ? Told.text(token, "tenant").equals(Told.text(event, "tenant"))
              : Told.text(token, "accessor").equals(named) || endedAbove(token, named);
      if (ends) {
        token.addProperty("state", "REVOKED");
      }
    }
  }

  private boolean endedAbove(JsonObject token, String named) {
    String parent = Told.text(token, "parent");
    return parent.equals(named)
        || tokens.containsKey(parent) && endedAbove(tokens.get(parent), named);
  }

  static String secret(JsonObject event) {
    return Told.text(event, "tenant") + "/" + Told.text(event, "name");
  }

  /** All that somebody could look at. */
  @Override
  public String toString() {
    return services + " " + tokens + " " + secrets + " " + limits + " " + masterKey;
  }

  static JsonArray rows(Iterable<JsonObject> objects) {
    JsonArray rows = new JsonArray();
    objects.forEach(rows::add);
    return rows;
  }
}
