package solo.core.recovery;

import java.util.Objects;
import java.util.Optional;
import solo.core.deploy.ServiceSpec;
import solo.core.recovery.ServiceRecord.Intent;
import solo.core.tenant.ServiceKey;

/**
 * What is to be done about one service.
 *
 * @param verdict whether it is to run
 * @param spec what is to run, present exactly where the verdict {@link Verdict#wants} it
 * @param specId the deploy event that the spec comes from, 0 where none
 * @param close an intent whose end the dead process did not write, to be closed by an event
 * @param file what is to be done about the file of this name in the deploy directory; {@code NONE}
 *     while an intent is open
 * @param why in words, for reports
 */
public record Decision(
    ServiceKey key,
    Verdict verdict,
    Optional<ServiceSpec> spec,
    long specId,
    Optional<Intent> close,
    FileAction file,
    String why) {

  /** Whether a service is to run. */
  public enum Verdict {
    /** It runs. */
    RUN,
    /** It runs, started after all others and with no other start under way. */
    RUN_ALONE,
    /** It is to run and waits: it names a secret, and the vault is sealed. */
    WAIT,
    /** It does not run: its last acknowledged change is a kill. */
    KILLED,
    /** It does not run, and this is to be made durable now. */
    QUARANTINE,
    /** It does not run: it is quarantined. */
    QUARANTINED,
    /** It does not run: no deploy of it was acknowledged. */
    UNDEPLOYED;

    /** Whether it is to run now. */
    public boolean runs() {
      return this == RUN || this == RUN_ALONE;
    }

    /** Whether it is to run, now or when what it waits for is there. */
    public boolean wants() {
      return runs() || this == WAIT;
    }
  }

  /** What is to be done about a file. */
  public enum FileAction {
    /** Nothing: its content is decided, or nothing can be said of it. */
    NONE,
    /** Deploy it. */
    DEPLOY,
    /** Deploy it once more, with no other deploy under way: the process died in the first. */
    RETRY_ALONE,
    /**
     * Refuse it, in its receipt, until its content changes or it is deployed with retry: the
     * process died twice in its deploy, or its service is quarantined with this content.
     */
    REFUSE,
    /** It is gone and its service is to be killed. */
    KILL,
    /**
     * It is gone, and nothing runs from it: it counts as new when it comes back while this process
     * lives. No event says so, and the next process remembers the mark again.
     */
    FORGET
  }

  /** Checks that what is to run, and nothing else, has a spec. */
  public Decision {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(close, "close");
    Objects.requireNonNull(file, "file");
    if (verdict.wants() != spec.isPresent()) {
      throw new IllegalArgumentException(key + ": " + verdict + " with spec " + spec);
    }
  }
}
