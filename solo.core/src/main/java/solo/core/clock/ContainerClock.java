package solo.core.clock;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.capability.Caller;

/**
 * The time by which events are stamped and tokens expire: the machine's, unless that leaps. It
 * never goes back; after a restart it is not before the last event, nor before a leap that was
 * accepted. A leap of the machine's clock by more than an hour against its monotonic clock is not
 * followed until somebody accepts it, nor one of more than 30 days forward that is found at start:
 * the time goes on from where it was. Safe for use by many threads.
 */
@ProviderType
public interface ContainerClock {

  /**
   * A leap that is not followed.
   *
   * @param machine what the machine's clock shows now
   * @param container what this clock shows now
   * @param atStart whether it was found at start rather than while running
   */
  record Leap(Instant machine, Instant container, boolean atStart) {

    /** Checks that nothing is missing. */
    public Leap {
      Objects.requireNonNull(machine, "machine");
      Objects.requireNonNull(container, "container");
    }

    /** How far the machine's clock is ahead; negative where it is behind. */
    public Duration ahead() {
      return Duration.between(container, machine);
    }
  }

  /** UTC, milliseconds; never before what was returned earlier. */
  Instant now();

  /** The leap that waits for somebody's decision, empty where there is none. */
  Optional<Leap> leap();

  /**
   * Follows the machine's clock from now on, where it is ahead; where it is behind the time stands
   * on until the machine's has come up. Durable when it returns; without a leap nothing is written.
   *
   * @return what was accepted, empty where there was nothing
   * @throws solo.core.capability.AccessDeniedException when the caller is no admin
   * @throws solo.core.event.EventStoreException when it could not be made durable: it is not
   *     accepted
   * @throws IllegalStateException when nobody is there yet who knows what the caller may
   */
  Optional<Leap> accept(String reason, Caller caller);
}
