package solo.recovery.provider;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** How far the container is, told to everybody in the framework. */
interface Milestones {

  /**
   * The {@code system_started} event of this process, 0 where there is none yet. Where there is
   * one, Solo's own bundles were merely restarted or refreshed: that is neither a stop nor a start.
   */
  long started();

  /** Says that the process has started, until it ends. */
  void started(long eventId);

  /**
   * Waits until tokens and secrets are known, which services may need as they start.
   *
   * @return the conditions that are not there after the limit; empty when all are
   */
  List<String> awaitRestored(Duration limit, BooleanSupplier stopping) throws InterruptedException;

  /** Says that the container is ready; gives what takes that back. */
  Runnable ready();
}
