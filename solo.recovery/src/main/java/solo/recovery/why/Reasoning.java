package solo.recovery.why;

import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.WhatShouldRun;
import solo.core.verify.Explanation;

/** From what is known to the one cause, and what would help. Pure; one answer each. */
final class Reasoning {
  static final String UNKNOWN = "UNKNOWN";

  private static final String MISSING = "missing ";
  private static final String OUTSIDE = "its bundle was ";
  private static final String UPDATED = OUTSIDE + "updated";
  private static final String ARTIFACT = "artifact ";
  private static final String ARTIFACT_GONE = "the artifact is missing";
  private static final DateTimeFormatter MILLIS =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  private final Facts facts;
  private final List<String> missing = new ArrayList<>();
  private final List<String> help = new ArrayList<>();

  private Reasoning(Facts facts) {
    this.facts = facts;
  }

  static Explanation of(Facts facts) {
    Reasoning reasoning = new Reasoning(facts);
    String because =
        facts.status().map(reasoning::known).orElseGet(new NeverDeployed(facts, reasoning)::why);
    return new Explanation(
        facts.key(),
        facts.status().map(status -> status.state().name()).orElse(UNKNOWN),
        because,
        Chain.of(facts),
        reasoning.missing,
        reasoning.help.stream().distinct().toList());
  }

  void help(String act) {
    help.add(act);
  }

  private String known(ServiceStatus status) {
    return switch (status.state()) {
      case ACTIVE -> active(status);
      case KILLED -> killed();
      case QUARANTINED -> quarantined();
      case STARTING -> starting(status);
      case STOPPING -> stopping(status);
      case WAITING -> waiting(status);
      case CRASHED, FAILED -> failed(status);
    };
  }

  private String active(ServiceStatus status) {
    String runs =
        "it runs since %s, by %s of %s"
            .formatted(
                MILLIS.format(status.since()),
                event(facts.record().specId()),
                facts.record().specActor());
    StringBuilder why = new StringBuilder(runs);
    if (!status.detail().isEmpty()) {
      why.append("; ").append(status.detail());
    }
    if (status.detail().startsWith(UPDATED)) {
      help(Help.FIX + " --drift");
    }
    if (!facts.faults().isEmpty()) {
      faults();
      why.insert(0, "its bundle is active, and yet " + components() + ": ");
    }
    Chain.latest(facts)
        .filter(e -> e.payload() instanceof Payload.ServiceDeploymentFailed)
        .map(e -> ((Payload.ServiceDeploymentFailed) e.payload()).detail())
        .ifPresent(detail -> why.append("; its last update failed: ").append(detail));
    return why.toString();
  }

  private String components() {
    return String.join(
        "; ", facts.faults().stream().map(f -> f.component() + " " + f.why()).toList());
  }

  private void faults() {
    for (Facts.Fault fault : facts.faults()) {
      missing.addAll(fault.missing());
      help.addAll(fault.help());
    }
  }

  private String killed() {
    help(Help.deploy(facts));
    return facts
        .event(facts.record().standingId())
        .map(
            event ->
                "%s killed it at %s (%s)%s"
                    .formatted(by(event), at(event), id(event), since(event)))
        .orElse("it was killed by " + event(facts.record().standingId()));
  }

  private String quarantined() {
    help(Help.deployOther(facts.key(), "a mended bundle"));
    help(Help.deploy(facts, "--retry"));
    int deaths =
        facts
            .event(facts.record().standingId())
            .map(Event::payload)
            .filter(Payload.ServiceQuarantined.class::isInstance)
            .map(payload -> ((Payload.ServiceQuarantined) payload).deaths())
            .orElse(0);
    return "the container died %s while it started, so it was quarantined by %s and is not started again"
        .formatted(
            deaths == 0 ? "again and again" : deaths + " times",
            event(facts.record().standingId()));
  }

  private String starting(ServiceStatus status) {
    help(Help.follow(facts.key()));
    return "its start has begun at %s and may take %d ms"
        .formatted(MILLIS.format(status.since()), status.spec().startTimeoutMs());
  }

  private String waiting(ServiceStatus status) {
    boolean forVault = status.detail().equals(WhatShouldRun.WAITS_FOR_THE_VAULT);
    help(forVault ? "vault-unseal" : "status");
    return "it is to run and "
        + (forVault
            ? "waits for the vault, which is sealed: its bundle names the secrets "
                + String.join(", ", status.spec().secretNames())
            : "waits: " + status.detail());
  }

  private String stopping(ServiceStatus status) {
    boolean hangs = !status.detail().isEmpty();
    help(
        hangs
            ? "shutdown, then start Solo: nothing else ends a stop that does not return"
            : Help.follow(facts.key()));
    String why = hangs ? status.detail() : "its stop has begun at " + MILLIS.format(status.since());
    return facts.record().standing() == ServiceRecord.Standing.KILLED
        ? killedBy() + ", and " + why
        : why;
  }

  private String killedBy() {
    return facts
        .event(facts.record().standingId())
        .map(event -> "%s killed it (%s)".formatted(by(event), id(event)))
        .orElse("it was killed");
  }

  private String failed(ServiceStatus status) {
    String detail = status.detail();
    if (detail.startsWith(MISSING)) {
      lacks(detail);
    } else if (detail.startsWith(OUTSIDE)) {
      help(Help.FIX);
      help(Help.kill(facts.key()) + ", if it is not to run");
    } else if (detail.startsWith(ARTIFACT) || detail.endsWith(ARTIFACT_GONE)) {
      help(Help.deploy(facts));
    } else {
      help(Help.deployOther(facts.key(), "a mended bundle"));
      help(Help.FIX + ", to start it once more as it is");
    }
    return "%s of %s says that it runs, and it does not: %s"
        .formatted(event(facts.record().specId()), facts.record().specActor(), detail);
  }

  /** What a refusal by the resolver lists, and who brings it. */
  void lacks(String detail) {
    Arrays.stream(detail.split("; "))
        .filter(part -> part.startsWith(MISSING))
        .map(part -> part.substring(MISSING.length()))
        .forEach(
            part -> {
              missing.add(part);
              help(Help.bring(part));
            });
  }

  static String by(Event event) {
    return event.draft().actor();
  }

  static String at(Event event) {
    return MILLIS.format(event.time());
  }

  static String id(Event event) {
    return event(event.id());
  }

  private static String event(long id) {
    return "event " + id;
  }

  private static String since(Event event) {
    String reason = event.draft().reason();
    return reason.isEmpty() ? ", and gave no reason" : ": " + reason;
  }
}
