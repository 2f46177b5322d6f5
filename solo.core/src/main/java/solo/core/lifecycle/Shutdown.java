package solo.core.lifecycle;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;

/** Stops the container in order. Safe for use by many threads. */
@ProviderType
public interface Shutdown {

  /** The parts of a stop, in their order. */
  enum Phase {
    /** Changes are refused; those under way end. */
    DRAIN,
    /** Services stop, the youngest start first. */
    SERVICES,
    /** A checkpoint is taken, all stores are forced to disk, the last event is written. */
    FLUSH,
    /** Solo's own parts close, then the framework stops. */
    CLOSE
  }

  /**
   * How far a stop is.
   *
   * @param trigger which way it came, as in the event {@code system_shutdown_started}
   * @param since when the phase began
   */
  record Progress(String trigger, Phase phase, Instant since) {

    /** Checks that nothing is missing. */
    public Progress {
      Objects.requireNonNull(trigger, "trigger");
      Objects.requireNonNull(phase, "phase");
      Objects.requireNonNull(since, "since");
    }
  }

  /**
   * Begins the stop and returns. A second call changes nothing.
   *
   * @throws solo.core.capability.AccessDeniedException when the caller is no admin
   */
  void shutdown(Caller caller, String reason);

  /** Whether a stop has begun: then changes are refused. */
  boolean stopping();

  /** How far the stop is; empty before one begins. */
  default Optional<Progress> progress() {
    return Optional.empty();
  }
}
