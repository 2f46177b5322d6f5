package solo.itest.crash;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A container in memory that is right, or has one fault that shows after a restart. */
final class FakeMachine implements Machine {
  /** What goes wrong when it comes back. */
  enum Fault {
    NONE,
    LOSES_THE_TAIL,
    HALF_APPLIES_A_DEPLOY,
    FORGETS_A_KILL,
    REVIVES_A_TOKEN,
    LOSES_A_GRANT,
    LOSES_A_SECRET,
    KEEPS_A_DELETED_SECRET,
    FORGETS_A_ROTATION,
    LEAVES_AN_INTENT_OPEN,
    RUNS_A_SERVICE_TWICE,
    REUSES_AN_ID,
    INVENTS_A_KILL,
    RETENTION_LOSES_A_GRANT,
    RETENTION_KEEPS_TOO_LITTLE,
    RETENTION_GOES_TOO_FAR,
    FINDS_IT_BROKEN
  }

  final List<JsonObject> events = new ArrayList<>();
  final FakeShortening log = new FakeShortening(this);
  private final Fault fault;
  private FakeState state;
  private int launches;
  private long unseen;
  private long losing;

  FakeMachine(Fault fault) {
    this.fault = fault;
  }

  /** The state as it is shown: one event may be missing from it. */
  synchronized FakeState state() {
    if (state == null) {
      state =
          FakeState.of(
              events.stream().filter(event -> Told.number(event, "id") != unseen).toList());
    }
    return state;
  }

  synchronized JsonObject append(JsonObject event) {
    event.addProperty("id", events.size() + 1);
    events.add(event);
    state = null;
    return event;
  }

  boolean has(Fault one) {
    return fault == one && launches > 2;
  }

  /** From then on it is as if the event had never been. */
  void loseAtTheNextStart(long id) {
    losing = id;
  }

  @Override
  public Container launch(Optional<String> failpoint) {
    launches++;
    if (launches > 2) {
      plant();
    }
    return new FakeContainer(this);
  }

  private synchronized void plant() {
    state = null;
    switch (fault) {
      case RETENTION_LOSES_A_GRANT -> unseen = losing;
      case LOSES_THE_TAIL -> lose();
      case HALF_APPLIES_A_DEPLOY -> unsee("service_deployed");
      case FORGETS_A_KILL -> unsee("service_killed");
      case REVIVES_A_TOKEN -> unsee("capability_revoked");
      case LOSES_A_GRANT -> unsee("capability_granted");
      case LOSES_A_SECRET -> unsee("secret_stored");
      case KEEPS_A_DELETED_SECRET -> unsee("secret_deleted");
      case FORGETS_A_ROTATION -> unsee("vault_rotated");
      case LEAVES_AN_INTENT_OPEN -> append(event("service_deploying", "t0", "s0"));
      case REUSES_AN_ID -> events.get(events.size() - 1).addProperty("id", events.size() - 1);
      case INVENTS_A_KILL ->
          state().services.values().stream()
              .filter(row -> Told.text(row, "state").equals("ACTIVE"))
              .findFirst()
              .ifPresent(
                  row ->
                      append(
                          event(
                              "service_killed",
                              Told.text(row, "tenant"),
                              Told.text(row, "service"))));
      default -> {}
    }
  }

  static JsonObject event(String type, String tenant, String service) {
    JsonObject event = new JsonObject();
    event.addProperty("type", type);
    event.addProperty("tenant", tenant);
    event.addProperty("service", service);
    event.addProperty("reason", "");
    event.addProperty("cause", 0);
    return event;
  }

  /** All from the last deploy on. */
  private void lose() {
    last(event -> Told.text(event, "type").equals("service_deployed"))
        .ifPresent(event -> events.subList(events.indexOf(event), events.size()).clear());
  }

  /** The last event of the type that makes a difference. */
  private void unsee(String type) {
    String right = FakeState.of(events).toString();
    last(event -> {
          unseen = Told.number(event, "id");
          state = null;
          return Told.text(event, "type").equals(type) && !ended(event) && differs(right);
        })
        .ifPresentOrElse(event -> unseen = Told.number(event, "id"), () -> unseen = 0);
    state = null;
  }

  /** Whether it is the grant of a token that has ended since. */
  private boolean ended(JsonObject event) {
    JsonObject token = FakeState.of(events).tokens.get(Told.text(event, "accessor"));
    return Told.text(event, "type").equals("capability_granted")
        && !Told.text(token, "state").equals("VALID");
  }

  private boolean differs(String right) {
    try {
      return !state().toString().equals(right);
    } catch (NullPointerException e) {
      return false;
    }
  }

  private Optional<JsonObject> last(Predicate<JsonObject> which) {
    for (int i = events.size() - 1; i >= 0; i--) {
      if (which.test(events.get(i))) {
        return Optional.of(events.get(i));
      }
    }
    return Optional.empty();
  }

  @Override
  public Jar jar(String key, String version) {
    String file = "/" + RealMachine.symbolicName(key) + "-" + version + ".jar";
    return new Jar(Path.of(file), version, digest(file));
  }

  static String digest(String file) {
    return "%08x".formatted(file.hashCode()).repeat(8);
  }

  @Override
  public void drop(Jar jar, String key) {
    throw new UnsupportedOperationException("it reads no directory");
  }

  @Override
  public void remove(String key) {
    throw new UnsupportedOperationException("it reads no directory");
  }

  @Override
  public String harm(Random random) {
    return "it derives nothing";
  }

  @Override
  public Backup backup(String marker) {
    throw new UnsupportedOperationException("it has no disk");
  }

  @Override
  public void restored(Backup backup, Optional<String> failpoint, Consumer<Container> look) {
    throw new UnsupportedOperationException("it has no disk");
  }
}
