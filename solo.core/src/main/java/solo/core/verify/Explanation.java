package solo.core.verify;

import java.time.Instant;
import java.util.List;
import solo.core.tenant.ServiceKey;

/**
 * Why a service runs or does not.
 *
 * @param state as {@link solo.core.deploy.ServiceState} names it, or {@code UNKNOWN} for one that
 *     the log does not know
 * @param because the cause, in one sentence
 * @param chain the events that led there, oldest first
 * @param missing each thing that it lacks: a package, a capability, a service, a configuration
 * @param help commands or acts that would help, best first; empty where it runs and lacks nothing
 */
public record Explanation(
    ServiceKey key,
    String state,
    String because,
    List<Step> chain,
    List<String> missing,
    List<String> help) {

  /**
   * One event on the way.
   *
   * @param eventId 0 for what is no event, such as what the framework says now
   * @param what the event's type, or in words
   * @param actor who did it; empty where nobody did
   * @param detail the actor's reason, or what the event says
   */
  public record Step(long eventId, Instant time, String what, String actor, String detail) {}

  /** Copies the lists. */
  public Explanation {
    chain = List.copyOf(chain);
    missing = List.copyOf(missing);
    help = List.copyOf(help);
  }
}
