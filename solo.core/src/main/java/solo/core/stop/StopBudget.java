package solo.core.stop;

import java.time.Duration;
import solo.core.lifecycle.Shutdown.Phase;

/** How long each phase of a stop may take. */
record StopBudget(
    Duration drain, Duration services, Duration flush, Duration close, Duration framework) {

  /** Goes by between the phases: threads that begin, a phase that ends a little late. */
  static final Duration BETWEEN = Duration.ofSeconds(1);

  static StopBudget of(StopConfig config) {
    return new StopBudget(
        Duration.ofMillis(config.drainMs()),
        Duration.ofMillis(config.servicesMs()),
        Duration.ofMillis(config.flushMs()),
        Duration.ofMillis(config.closeMs()),
        Duration.ofMillis(config.frameworkMs()));
  }

  /** From the begin of a stop to the end of the process, whatever hangs. */
  Duration total() {
    return drain.plus(services).plus(flush).plus(close).plus(framework).plus(BETWEEN);
  }

  /** From the begin of a phase to the end of the process. */
  Duration from(Phase phase) {
    return switch (phase) {
      case DRAIN -> total();
      case SERVICES -> total().minus(drain);
      case FLUSH -> total().minus(drain).minus(services);
      case CLOSE -> close.plus(framework).plus(BETWEEN);
    };
  }

  /** A checkpoint is worth no more of the flush. */
  Duration checkpoint() {
    return flush.dividedBy(4);
  }

  /** So much of the flush is kept for the last event, whatever the stores do. */
  Duration lastEvent() {
    return flush.dividedBy(4);
  }
}
