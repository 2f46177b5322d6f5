package solo.core.stop;

import java.time.Duration;

/**
 * How long each phase of a stop may take. Drain and services, where it is the user's code that is
 * waited for, have their own time and no more. Flush and close are Solo's own, and a late end is a
 * failure: they may take what was left over before, so that a slow machine fails no stop.
 */
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

  /** When the stores have to be flushed, in a stop that begins now. */
  Deadline flushed() {
    return Deadline.after(drain.plus(services).plus(flush).plus(BETWEEN));
  }

  /** When Solo's parts have to be closed, in a stop that begins now. */
  Deadline closed() {
    return Deadline.after(total().minus(framework));
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
