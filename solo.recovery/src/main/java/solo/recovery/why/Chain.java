package solo.recovery.why;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.verify.Explanation.Step;

/** The events that led to where a service is, and what is so now. Pure. */
final class Chain {
  /** Of a service that was never deployed so many of its newest events are told. */
  private static final int NEWEST = 3;

  private Chain() {}

  static List<Step> of(Facts facts) {
    TreeMap<Long, Event> events = new TreeMap<>();
    if (facts.record().standingId() == 0) {
      facts.history().stream()
          .filter(event -> !ended(event, facts))
          .sorted(Comparator.comparingLong(Event::id).reversed())
          .limit(NEWEST)
          .forEach(event -> events.put(event.id(), event));
    } else {
      facts.event(facts.record().specId()).ifPresent(e -> events.put(e.id(), e));
      facts.event(facts.record().standingId()).ifPresent(e -> events.put(e.id(), e));
      facts
          .record()
          .open()
          .flatMap(i -> facts.event(i.eventId()))
          .ifPresent(e -> events.put(e.id(), e));
      latest(facts).ifPresent(e -> events.put(e.id(), e));
    }
    List<Step> steps = new ArrayList<>(events.values().stream().map(Chain::step).toList());
    now(facts, steps);
    return steps;
  }

  /** What went wrong with it since its standing, if it has not gone well after that. */
  static Optional<Event> latest(Facts facts) {
    long after = facts.record().standingId();
    Optional<Event> failed = facts.newest(Payload.ServiceDeploymentFailed.class, after);
    Optional<Event> lost = facts.newest(Payload.ServiceRecoveryFailed.class, after);
    long back = facts.newest(Payload.ServiceRecovered.class, after).map(Event::id).orElse(0L);
    return lost.filter(e -> e.id() > back).or(() -> failed);
  }

  /** An intent whose end is told as well says nothing more. */
  private static boolean ended(Event event, Facts facts) {
    return event.payload() instanceof Payload.ServiceDeploying
        && facts.history().stream().anyMatch(later -> later.draft().cause() == event.id());
  }

  private static void now(Facts facts, List<Step> steps) {
    facts
        .bundle()
        .filter(state -> !state.endsWith("ACTIVE"))
        .ifPresent(state -> steps.add(new Step(0, facts.now(), state, "", "")));
    for (Facts.Fault fault : facts.faults()) {
      String what = "component " + fault.component();
      steps.add(new Step(0, facts.now(), what, "", fault.why()));
    }
  }

  private static Step step(Event event) {
    String reason = event.draft().reason();
    String says = says(event.payload());
    String detail = reason.isEmpty() ? says : says.isEmpty() ? reason : reason + " (" + says + ")";
    return new Step(event.id(), event.time(), event.type(), event.draft().actor(), detail);
  }

  private static String says(Payload payload) {
    if (payload instanceof Payload.ServiceDeployed deployed) {
      return spec(deployed.spec());
    } else if (payload instanceof Payload.ServiceDeploying deploying) {
      return spec(deploying.spec());
    } else if (payload instanceof Payload.ServiceDeploymentFailed failed) {
      return failed.outcome() + ": " + failed.detail();
    } else if (payload instanceof Payload.ServiceRecoveryFailed failed) {
      return failed.detail();
    }
    return "";
  }

  private static String spec(ServiceSpec spec) {
    return "%s %s from %s".formatted(spec.symbolicName(), spec.version(), spec.source());
  }
}
