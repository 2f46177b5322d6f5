package solo.core.deploy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.tenant.ServiceKey;

/**
 * The deployer's door for the begin and the end of the process: brings logged services back and
 * stops them without writing events. For the replayer and the shutdown alone.
 */
@ProviderType
public interface Restoration {

  /**
   * One service to bring back.
   *
   * @param eventId the deploy event that the spec comes from; starts follow this order in a tenant
   * @param alone whether it is started after all others, and with no other start in flight
   */
  record Order(ServiceKey key, ServiceSpec spec, long eventId, boolean alone) {}

  /** How bringing back a service ended. */
  enum Result {
    /** It was not there and is active now. */
    RECOVERED,
    /** It was active already, from the same deploy event. */
    ALREADY_RUNNING,
    /** It is not active; the reason says why. */
    FAILED
  }

  /**
   * What came of an order.
   *
   * @param reason empty unless it failed
   * @param durationMs milliseconds from the begin of its start to its end
   * @param bundleId of the framework, 0 where it failed
   */
  record Outcome(Order order, Result result, String reason, long durationMs, long bundleId) {}

  /**
   * Checks each artifact's digest, installs all, resolves them in one batch, starts them: in order
   * within a tenant, tenants side by side, each start under its time-out. One that fails or hangs
   * does not stop the others. Blocks until every order has its outcome.
   *
   * @param progress told each outcome as it comes, from any thread
   * @return one outcome an order, in the order of the orders
   */
  List<Outcome> restore(List<Order> orders, Consumer<Outcome> progress);

  /**
   * Lets queued and later deploys and kills through. Called once, when recovery has ended. After
   * {@link #drain} it does nothing.
   *
   * @throws IllegalStateException when called twice
   */
  void release();

  /**
   * Begins the end of the process: from this call on, deploys and kills fail with {@link
   * DeployException.Cause#SHUTTING_DOWN}, also those that wait for recovery or for another of their
   * service. Waits for those that are under way.
   *
   * @return the services of which one is still under way after the limit; it writes no event any
   *     more, so its acknowledgement can no longer come, and the next start closes its intent
   */
  List<ServiceKey> drain(Duration limit);

  /**
   * Stops every running service at the end of the process, in the reverse order of their starts,
   * each under the smaller of its stop time-out and what is left of the budget. Writes no event:
   * they run again at the next start. After {@link #drain}. Returns within the budget, whatever a
   * bundle does.
   *
   * @return the services whose stop did not end in time, in the order they were asked, and those
   *     left behind by an earlier deploy or kill that still hang
   */
  List<ServiceKey> stopAll(Duration budget);
}
