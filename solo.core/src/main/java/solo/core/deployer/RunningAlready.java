package solo.core.deployer;

import java.util.Optional;
import solo.core.deploy.Restoration.Order;
import solo.core.deploy.Restoration.Outcome;
import solo.core.deploy.Restoration.Result;

/** Recovery twice is the same as once. */
final class RunningAlready {
  private RunningAlready() {}

  /**
   * The outcome of an order whose service runs as logged by the same deploy event, or by a later
   * one.
   */
  static Optional<Outcome> outcome(Order order, Instances instances) {
    return instances
        .current(order.key())
        .filter(i -> i.runsAsLogged() && i.eventId() >= order.eventId())
        .map(i -> new Outcome(order, Result.ALREADY_RUNNING, "", 0, i.bundle().getBundleId()));
  }
}
