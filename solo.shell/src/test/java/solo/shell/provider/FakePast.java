package solo.shell.provider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import solo.core.audit.Past;
import solo.core.capability.Caller;
import solo.core.fold.Fact;

/** A service that is killed at event 2, a token from event 3 on, a secret up to event 2. */
final class FakePast implements Past {
  static final Instant BEGIN = Instant.parse("2026-02-03T04:05:00Z");

  private final List<String> asked = new ArrayList<>();

  @Override
  public State at(long id, Caller caller, Consumer<String> progress) {
    asked.add(caller.actor() + " " + id);
    progress.accept("event 1 of 4");
    if (id > 4) {
      throw new IllegalArgumentException("the log has come to event 4");
    }
    List<Fact> facts = new ArrayList<>();
    if (id == 1 || id == 2) {
      facts.add(fact("secret", "acme", "db", Map.of("version", "1", "keyId", "1")));
    }
    if (id > 0) {
      String standing = id < 2 ? "deployed" : "killed";
      facts.add(
          fact(
              "service",
              "acme",
              "web",
              Map.of("standing", standing, "version", "1.0.0", "digest", "ab".repeat(32))));
    }
    if (id > 2) {
      facts.add(fact("token", "*", "k3Jd9sLq0ZxP", Map.of("standing", "active")));
    }
    String lost = id == 3 ? "2-2" : "";
    return new State(id, id == 0 ? Instant.EPOCH : BEGIN.plusSeconds(id), lost, facts);
  }

  @Override
  public State at(Instant time, Caller caller, Consumer<String> progress) {
    long id = Math.min(4, Math.max(0, time.getEpochSecond() - BEGIN.getEpochSecond()));
    return at(id, caller, progress);
  }

  List<String> asked() {
    return asked;
  }

  private static Fact fact(String kind, String tenant, String key, Map<String, String> fields) {
    return new Fact(kind, tenant, key, new TreeMap<>(fields));
  }
}
