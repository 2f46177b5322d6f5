package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import solo.itest.crash.FakeMachine.Fault;

/** Retention of the fake: the newest events stay, and those on which something rests. */
final class FakeShortening {
  private static final int STAYING = 20;

  private final FakeMachine machine;
  private final Set<Long> kept = new HashSet<>();
  private long whole = 1;
  private long hidden;

  FakeShortening(FakeMachine machine) {
    this.machine = machine;
  }

  /** What the command answers that shows, and changes nothing. */
  JsonObject status() {
    JsonObject status = new JsonObject();
    status.addProperty("from", whole);
    return status;
  }

  /** Takes out what can go, and answers. */
  JsonObject apply(JsonObject event) {
    int through = machine.events.size() - STAYING;
    long appliedBy = 0;
    if (through >= whole) {
      event.addProperty("throughId", through);
      appliedBy = Told.number(machine.append(event), "id");
      whole = through + 1;
      kept.clear();
      kept.addAll(FakeState.of(machine.events.subList(0, through)).restsOn());
      plant();
    }
    JsonObject answer = status();
    answer.addProperty("appliedBy", appliedBy);
    return answer;
  }

  private void plant() {
    FakeState now = FakeState.of(machine.events);
    if (machine.has(Fault.RETENTION_LOSES_A_GRANT)) {
      now.tokens.values().stream()
          .filter(token -> Told.text(token, "state").equals("VALID"))
          .map(token -> Told.number(token, "id"))
          .filter(kept::remove)
          .findFirst()
          .ifPresent(machine::loseAtTheNextStart);
    } else if (machine.has(Fault.RETENTION_KEEPS_TOO_LITTLE)) {
      now.services.values().forEach(service -> kept.remove(Told.number(service, "id")));
    } else if (machine.has(Fault.RETENTION_GOES_TOO_FAR)) {
      hidden = whole;
    }
  }

  /** The events after an id that it shows. */
  List<JsonObject> shown(long after) {
    return machine.events.stream()
        .filter(event -> id(event) > after && id(event) != hidden)
        .filter(event -> id(event) >= whole || kept.contains(id(event)))
        .toList();
  }

  private static long id(JsonObject event) {
    return Told.number(event, "id");
  }

  /** The events after an id that were taken out. */
  List<JsonObject> archived(long after) {
    return machine.events.stream().filter(event -> id(event) > after && id(event) < whole).toList();
  }
}
