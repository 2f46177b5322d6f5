package solo.core.deployer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.framework.Bundle;
import org.osgi.service.log.Logger;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deployer.BundleLanes.Timed;
import solo.core.deployer.Instance.Phase;
import solo.core.recovery.StartNotes;

/** Starts and stops bundles under their time-outs. */
final class Starter {
  private final BundleLanes lanes;
  private final StartNotes notes;
  private final Logger logger;
  private final AtomicLong starts = new AtomicLong();
  private volatile boolean closed;

  Starter(BundleLanes lanes, StartNotes notes, Logger logger) {
    this.lanes = lanes;
    this.notes = notes;
    this.logger = logger;
  }

  /**
   * Starts a resolved bundle, also where its manifest asks for a lazy start. One that is active
   * stays so.
   *
   * @throws DeployException when it throws or takes too long; then it may still be starting
   */
  void start(Instance instance) throws DeployException {
    if (closed) {
      throw new DeployException(Cause.SHUTTING_DOWN, "the deployer has ended", 0);
    }
    instance.become(Phase.STARTING, "");
    instance.startedAs(starts.incrementAndGet());
    notes.starting(instance.key(), instance.spec().digest());
    Timed start;
    try {
      start =
          lanes.run(
              instance.spec().startTimeoutMs(),
              () -> instance.bundle().start(Bundle.START_TRANSIENT));
    } finally {
      notes.ended(instance.key());
    }
    instance.leftBehind(start.attempt());
    String failure = failure(instance, start);
    if (!failure.isEmpty()) {
      instance.become(Phase.FAILED, failure);
      Cause cause = start.inTime() ? Cause.START_FAILED : Cause.START_TIMED_OUT;
      throw new DeployException(cause, failure, 0);
    }
    instance.become(Phase.RUNNING, "");
  }

  /** How much longer than its time-out a start or a stop may take. */
  Duration grace() {
    return lanes.grace();
  }

  /** Starts nothing any more; what is started may still be stopped. */
  void close() {
    closed = true;
  }

  /** The process ends in order: a start under way is no suspect of its end. */
  void stopping() {
    notes.stopping();
  }

  private static String failure(Instance instance, Timed start) {
    if (!start.inTime()) {
      return "its start did not end in %d ms%s"
          .formatted(
              instance.spec().startTimeoutMs(),
              start.attempt().ended() ? "" : " and ignores the interrupt");
    }
    if (start.attempt().thrown() != null) {
      return "its start failed: " + OneLine.of(start.attempt().thrown());
    }
    return instance.bundle().getState() == Bundle.ACTIVE
        ? ""
        : "its start returned, but it is not active";
  }

  /** Stops a bundle; false when the stop has not ended within the given milliseconds. */
  boolean stop(Instance instance, long timeoutMs) {
    instance.become(Phase.STOPPING, "");
    Timed stop = lanes.run(timeoutMs, () -> instance.bundle().stop(Bundle.STOP_TRANSIENT));
    instance.leftBehind(stop.attempt());
    if (!stop.attempt().ended()) {
      instance.become(
          Phase.STOPPING, "its stop did not end in %d ms and goes on".formatted(timeoutMs));
      return false;
    }
    Throwable thrown = stop.attempt().thrown();
    if (thrown != null && instance.bundle().getState() != Bundle.UNINSTALLED) {
      logger.warn("the stop of {} failed: {}", instance, OneLine.of(thrown));
    }
    return true;
  }
}
