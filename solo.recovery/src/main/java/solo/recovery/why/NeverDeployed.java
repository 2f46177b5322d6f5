package solo.recovery.why;

import java.util.Optional;
import solo.core.event.Event;
import solo.core.event.Payload.ServiceDeploymentFailed;
import solo.core.recovery.Fold;
import solo.core.recovery.ServiceRecord.Intent;

/** Why there is no service of a name: no deploy under it was ever acknowledged. Pure. */
final class NeverDeployed {
  private static final String SEALED = "the vault is sealed";

  private final Facts facts;
  private final Reasoning answer;

  NeverDeployed(Facts facts, Reasoning answer) {
    this.facts = facts;
    this.answer = answer;
  }

  String why() {
    Optional<Intent> open = facts.record().open();
    if (open.isPresent()) {
      answer.help(Help.follow(facts.key()));
      return "its first deploy, by %s, has begun (event %d) and has not ended"
          .formatted(open.get().actor(), open.get().eventId());
    }
    return facts
        .newest(ServiceDeploymentFailed.class, 0)
        .map(this::failed)
        .or(() -> facts.dropped().map(this::dropped))
        .orElseGet(this::unknown);
  }

  private String failed(Event event) {
    ServiceDeploymentFailed failed = (ServiceDeploymentFailed) event.payload();
    switch (failed.outcome()) {
      case "unresolved" -> {
        answer.lacks(failed.detail());
        if (failed.detail().startsWith(SEALED)) {
          answer.help("vault-unseal");
        }
        again(event);
      }
      case "interrupted" -> answer.help(Help.deploy(facts, "--retry"));
      case "stopped" -> answer.help(Help.deploy(facts));
      case Fold.NO_SPACE -> {
        answer.help("free some space on the disk of the data directory");
        again(event);
      }
      default -> answer.help(Help.deployOther(facts.key(), "a mended bundle"));
    }
    return "no deploy of it was ever acknowledged; the last, by %s at %s, %s (%s): %s"
        .formatted(
            Reasoning.by(event),
            Reasoning.at(event),
            ended(failed.outcome()),
            Reasoning.id(event),
            failed.detail());
  }

  /** The deploy directory tries again by itself what lacked something. */
  private void again(Event event) {
    if (!Reasoning.by(event).startsWith("directory:")) {
      answer.help("then " + Help.deploy(facts));
    }
  }

  private static String ended(String outcome) {
    return switch (outcome) {
      case "unresolved" -> "did not resolve";
      case "interrupted" -> "was cut off by the end of the process";
      case "stopped" -> "was cut off by a stop";
      case "refused" -> "was refused";
      case Fold.NO_SPACE -> "found no space";
      default -> "failed";
    };
  }

  private String dropped(Facts.Dropped file) {
    answer.help("mend or replace the file, or take it away");
    return "the file %s in the deploy directory is %s: %s"
        .formatted(file.file(), file.state(), file.reason());
  }

  private String unknown() {
    facts.similar().forEach(key -> answer.help(Help.why(key)));
    if (facts.similar().isEmpty()) {
      answer.help("services");
    }
    String known = "neither the log nor the deploy directory knows a service " + facts.key();
    return facts.similar().isEmpty()
        ? known
        : known
            + "; did you mean "
            + String.join(" or ", facts.similar().stream().map(Object::toString).toList())
            + "?";
  }
}
