package solo.recovery.provider;

import java.util.function.BooleanSupplier;

/** What the replayer has verified before it says that the container is ready. */
public interface BootVerify {

  /**
   * Compares what runs with the log and tells of what it finds. Mends nothing, and a fault of its
   * own is logged: the container becomes ready all the same.
   *
   * @param startedId the event that this process began with
   * @param again whether Solo's own bundles alone were restarted, so that deploys may be under way
   * @param stopping ends it when it becomes true
   * @throws InterruptedException when the calling thread is interrupted
   */
  void beforeReady(long startedId, boolean again, BooleanSupplier stopping)
      throws InterruptedException;

  /** The container is ready: what needs time, and what changes something, may begin. */
  void ready();
}
