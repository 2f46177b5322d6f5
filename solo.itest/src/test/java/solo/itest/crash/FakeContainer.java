package solo.itest.crash;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.EOFException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import solo.itest.harness.Recording;
import solo.itest.harness.Result;

/** One run of the fake: each command is an event, or shows what the events mean. */
final class FakeContainer implements Container {
  private final FakeMachine machine;
  private volatile boolean dead;

  FakeContainer(FakeMachine machine) {
    this.machine = machine;
  }

  @Override
  public Result exec(String command) {
    return pipe(new byte[0], command);
  }

  @Override
  public Result pipe(byte[] input, String command) {
    requireAlive();
    JsonElement answer;
    synchronized (machine) {
      answer = answer(new FakeWords(command), new String(input, StandardCharsets.UTF_8));
    }
    requireAlive();
    return new Result(command, 0, answer.toString(), "");
  }

  private void requireAlive() {
    if (dead) {
      throw new UncheckedIOException(new EOFException("killed"));
    }
  }

  private JsonElement answer(FakeWords words, String input) {
    FakeState state = machine.state();
    return switch (words.command) {
      case "deploy" -> deploy(words);
      case "kill" -> kill(words, state);
      case "grant" -> grant(words, words.word(0), "", 1_000);
      case "delegate" -> delegate(words, state);
      case "renew", "revoke" -> token(words, state);
      case "limits" -> words.has("rate") ? limits(words) : limit(words, state);
      case "secret-put", "secret-delete", "vault-shred" -> secret(words, state, input);
      case "vault-rotate" -> {
        JsonObject event = event(words, "vault_rotated", "");
        event.addProperty("masterKey", 1 + state.masterKey);
        yield machine.append(event);
      }
      case "retention" ->
          words.has("apply")
              ? machine.log.apply(event(words, "retention_applied", ""))
              : machine.log.status();
      case "checkpoint" -> machine.append(event(words, "checkpoint_created", ""));
      default -> shown(words, state);
    };
  }

  private JsonElement shown(FakeWords words, FakeState state) {
    return switch (words.command) {
      case "services" -> FakeState.rows(state.services.values());
      case "tokens" -> FakeState.rows(state.tokens.values());
      case "secrets" -> secrets(words, state);
      case "secret-get" ->
          state.secrets.get(words.word(0)).stream()
              .filter(one -> Told.text(one, "version").equals(words.option("version")))
              .findFirst()
              .orElseThrow();
      case "events" -> FakeState.rows(machine.log.shown(Long.parseLong(words.option("since"))));
      case "vault-status", "verify", "audit" -> status(state);
      default -> throw new AssertionError("the fake does not know " + words.command);
    };
  }

  private JsonObject status(FakeState state) {
    JsonObject status = new JsonObject();
    status.addProperty("state", "UNSEALED");
    status.addProperty("masterKey", state.masterKey);
    status.addProperty("firstId", 1);
    boolean broken = machine.has(FakeMachine.Fault.FINDS_IT_BROKEN);
    status.addProperty("status", broken ? "ERROR" : "OK");
    return status;
  }

  private JsonElement deploy(FakeWords words) {
    String file = words.word(0);
    JsonObject intent = event(words, "service_deploying", words.option("tenant"));
    intent.addProperty("service", words.option("name"));
    long cause = Told.number(machine.append(intent), "id");
    JsonObject event = event(words, "service_deployed", words.option("tenant"));
    event.addProperty("service", words.option("name"));
    event.addProperty("cause", cause);
    event.addProperty("version", file.replaceAll(".*-|\\.jar", ""));
    event.addProperty("digest", FakeMachine.digest(file));
    return machine.append(event);
  }

  private JsonElement kill(FakeWords words, FakeState state) {
    JsonObject before = state.services.get(words.word(0));
    JsonObject event = event(words, "service_killed", Told.text(before, "tenant"));
    event.add("service", before.get("service"));
    event.add("digest", before.get("digest"));
    return machine.append(event);
  }

  private JsonElement grant(FakeWords words, String tenant, String parent, long expiry) {
    JsonObject event = event(words, "capability_granted", tenant);
    event.addProperty("accessor", "a" + machine.events.size());
    event.addProperty("note", words.option("note"));
    event.addProperty("parent", parent);
    event.addProperty("expiresAtMs", expiry);
    JsonObject answer = machine.append(event).deepCopy();
    answer.addProperty("token", Told.text(event, "accessor"));
    return answer;
  }

  private JsonElement delegate(FakeWords words, FakeState state) {
    JsonObject parent = state.tokens.get(words.word(0));
    return grant(words, Told.text(parent, "tenant"), Told.text(parent, "accessor"), 500);
  }

  private JsonElement token(FakeWords words, FakeState state) {
    boolean named = !words.has("tenant");
    String tenant =
        named ? Told.text(state.tokens.get(words.word(0)), "tenant") : words.option("tenant");
    boolean renewal = words.command.equals("renew");
    JsonObject event = event(words, renewal ? "capability_renewed" : "capability_revoked", tenant);
    event.addProperty("accessor", named ? words.word(0) : "");
    event.addProperty("expiresAtMs", 2_000 + machine.events.size());
    return machine.append(event);
  }

  private static JsonElement limit(FakeWords words, FakeState state) {
    return state.limits.getOrDefault(words.word(0), new JsonObject());
  }

  private JsonElement limits(FakeWords words) {
    JsonObject event = event(words, "limits_changed", words.word(0));
    event.addProperty("perSecond", words.option("rate"));
    event.addProperty("burst", words.option("burst"));
    return machine.append(event);
  }

  private JsonElement secret(FakeWords words, FakeState state, String value) {
    String[] key = words.word(0).split("/");
    String type =
        switch (words.command) {
          case "secret-put" -> "secret_stored";
          case "secret-delete" -> "secret_deleted";
          default -> "vault_shredded";
        };
    JsonObject event = event(words, type, key[0]);
    event.addProperty("name", key[key.length - 1]);
    event.addProperty("version", 1 + state.versions.getOrDefault(words.word(0), 0));
    event.addProperty("value", Base64.getEncoder().encodeToString(value.getBytes()));
    return machine.append(event);
  }

  private static JsonElement secrets(FakeWords words, FakeState state) {
    return words.has("secret")
        ? FakeState.rows(state.secrets.get(words.option("secret")))
        : FakeState.rows(
            state.secrets.values().stream().map(all -> all.get(all.size() - 1)).toList());
  }

  private static JsonObject event(FakeWords words, String type, String tenant) {
    JsonObject event = FakeMachine.event(type, tenant, "");
    event.addProperty("reason", words.has("reason") ? words.option("reason") : "");
    return event;
  }

  @Override
  public Result execAs(String token, String command) {
    requireAlive();
    JsonObject known = machine.state().tokens.get(token);
    boolean opens = known != null && Told.text(known, "state").equals("VALID");
    return new Result(command, opens ? 0 : 1, "", "");
  }

  @Override
  public boolean awaitReady() {
    return true;
  }

  @Override
  public boolean alive() {
    return !dead;
  }

  @Override
  public boolean endedAtFailpoint() {
    return false;
  }

  @Override
  public void kill() {
    dead = true;
  }

  @Override
  public Optional<JsonObject> receipt(String key) {
    return Optional.empty();
  }

  @Override
  public List<JsonObject> archived(long after) {
    return machine.log.archived(after);
  }

  @Override
  public List<Recording> recordings() {
    List<Recording> all = new ArrayList<>();
    for (JsonObject row : machine.state().services.values()) {
      if (Told.text(row, "state").equals("ACTIVE")) {
        String name = RealMachine.symbolicName(Told.service(row));
        Recording start = new Recording(0, "start", 1, name, Told.text(row, "version"), 1);
        all.add(start);
        if (machine.has(FakeMachine.Fault.RUNS_A_SERVICE_TWICE)) {
          all.add(start);
        }
      }
    }
    return all;
  }

  @Override
  public String tail() {
    return "a fake prints nothing";
  }
}
