package solo.core.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;

/** Events for tests, and random histories as a container could have written them. */
public final class Histories {
  static final Caller OWNER = Caller.owner("ann");
  static final Caller RECOVERY = Caller.system("recovery");
  private static final UUID BOOT = new UUID(1, 2);
  private static final List<String> OUTCOMES = List.of("refused", "unresolved", "failed");

  private final List<Event> events = new ArrayList<>();
  private int tenants;
  private int services;

  static ServiceSpec spec(String digest) {
    return spec(digest, "");
  }

  static ServiceSpec spec(String digest, String secrets) {
    return new ServiceSpec(
        "bundle",
        digest,
        300,
        "acme.web",
        "1.0.0",
        "shell:web.jar",
        5,
        60_000,
        5_000,
        5_000,
        secrets);
  }

  static ServiceSpec spec(int code) {
    return spec(Integer.toHexString(code & 15).repeat(64));
  }

  /** Appends an event about the container. */
  Event system(Payload payload) {
    return add(EventDraft.ofSystem(RECOVERY, "", 0, payload));
  }

  /** Appends an event about a service. */
  Event service(ServiceKey key, Caller caller, long cause, Payload payload) {
    return add(EventDraft.ofService(key, caller, "", cause, payload));
  }

  public List<Event> events() {
    return events;
  }

  /** The fold of all. */
  SystemState fold() {
    return fold(SystemState.EMPTY, events);
  }

  static SystemState fold(SystemState from, List<Event> events) {
    Fold fold = new Fold(from);
    events.forEach(fold::apply);
    return fold.state();
  }

  private Event add(EventDraft draft) {
    long id = events.size() + 1L;
    Event event = new Event(id, Instant.ofEpochMilli(1_000 * id), BOOT, draft);
    events.add(event);
    return event;
  }

  /** Boots, deploys, kills, deaths and stops, as chance has it. */
  public static Histories random(Random chance, int steps) {
    return random(chance, steps, 2, 4);
  }

  /** The same with so many tenants of so many services. */
  public static Histories random(Random chance, int steps, int tenants, int services) {
    Histories histories = new Histories();
    histories.tenants = tenants;
    histories.services = services;
    histories.start();
    for (int i = 0; i < steps; i++) {
      histories.step(chance);
    }
    return histories;
  }

  private void step(Random chance) {
    ServiceKey key = new ServiceKey("t" + chance.nextInt(tenants), "s" + chance.nextInt(services));
    Caller caller = chance.nextBoolean() ? OWNER : Caller.directory(key.tenant());
    switch (chance.nextInt(12)) {
      case 0, 1, 2, 3 -> deploy(chance, key, caller);
      case 4 -> refuse(chance, key, caller);
      case 5, 6 -> service(key, caller, 0, new Payload.ServiceKilled(""));
      case 7 -> service(key, RECOVERY, 0, new Payload.ServiceQuarantined("", 3));
      case 8 -> system(new Payload.CheckpointCreated(events.size(), 1, 1, 1));
      case 9 -> service(key, RECOVERY, 0, new Payload.Unreadable("?"));
      case 10 -> die(chance, key, caller);
      default -> {
        int exit = chance.nextInt(4) == 0 ? 70 : 0;
        system(new Payload.SystemShutdownComplete("test", 1, exit, ""));
        start();
      }
    }
  }

  private void deploy(Random chance, ServiceKey key, Caller caller) {
    ServiceSpec spec = spec(chance.nextInt(4));
    boolean retry = chance.nextInt(5) == 0;
    long intent = service(key, caller, 0, new Payload.ServiceDeploying(spec, false, retry)).id();
    if (chance.nextInt(4) == 0) {
      String outcome = OUTCOMES.get(chance.nextInt(OUTCOMES.size()));
      service(
          key,
          caller,
          intent,
          new Payload.ServiceDeploymentFailed(outcome, spec.digest(), spec.source(), ""));
    } else {
      service(key, caller, intent, new Payload.ServiceDeployed(spec, false, 1));
    }
  }

  private void refuse(Random chance, ServiceKey key, Caller caller) {
    String digest = chance.nextBoolean() ? "" : spec(chance.nextInt(4)).digest();
    service(key, caller, 0, new Payload.ServiceDeploymentFailed("refused", digest, "", ""));
  }

  private void die(Random chance, ServiceKey key, Caller caller) {
    ServiceSpec spec = spec(chance.nextInt(4));
    long intent = service(key, caller, 0, new Payload.ServiceDeploying(spec, false, false)).id();
    start();
    service(
        key,
        RECOVERY,
        intent,
        new Payload.ServiceDeploymentFailed("interrupted", spec.digest(), spec.source(), ""));
  }

  private void start() {
    system(new Payload.SystemStarted("1", "17", 1, "k", false));
  }
}
