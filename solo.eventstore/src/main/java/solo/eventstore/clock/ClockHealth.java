package solo.eventstore.clock;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.clock.ContainerClock;

/** Says that the machine's clock leapt and is not followed. */
@Component(property = {"hc.name=Clock", "hc.tags=solo"})
public final class ClockHealth implements HealthCheck {
  private final ContainerClock clock;

  /** The health of a clock. */
  @Activate
  public ClockHealth(@Reference ContainerClock clock) {
    this.clock = clock;
  }

  @Override
  public Result execute() {
    return clock
        .leap()
        .map(leap -> new Result(Result.Status.WARN, LeapText.of(leap) + "; " + LeapText.FIX))
        .orElseGet(() -> new Result(Result.Status.OK, "The machine's clock is followed."));
  }
}
