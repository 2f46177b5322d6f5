package solo.eventstore.clock;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.log.Logger;
import solo.core.clock.ContainerClock.Leap;

/** Looks at a clock, and tells the log once of each leap and of its end. */
public final class LeapWatch implements AutoCloseable {
  private final GuardedClock clock;
  private final Logger logger;
  private final Duration pace;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "solo-clock");
  private boolean told;

  /** Looks now, and with a pace from then on. */
  public LeapWatch(GuardedClock clock, Logger logger, Duration pace) {
    this.clock = clock;
    this.logger = logger;
    this.pace = pace;
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      do {
        look();
      } while (!stop.await(pace.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      logger.warn("the clock's thread was interrupted; leaps are told by the verify alone");
    }
  }

  private void look() {
    Optional<Leap> leap = clock.leap();
    if (leap.isPresent() && !told) {
      logger.warn(
          "CLOCK_LEAP: {}; time goes on without it: {}", LeapText.of(leap.get()), LeapText.FIX);
    } else if (leap.isEmpty() && told) {
      logger.info("The machine's clock is followed again");
    }
    told = leap.isPresent();
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
