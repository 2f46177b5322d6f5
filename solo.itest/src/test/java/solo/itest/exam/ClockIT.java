package solo.itest.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.clock.ContainerClock;
import solo.core.event.Event;

/** The clock as the other parts see it. */
public class ClockIT extends InContainer {
  @Inject private ContainerClock clock;

  @Test
  public void evt06_eventsHaveTheTimeOfTheClock() throws Exception {
    Instant before = clock.now();
    deploy("clock/a", "greeter");
    Event deployed = eventsOf("clock/a", "service_deployed").get(0);
    assertFalse(deployed.time().isBefore(before));
    assertFalse(deployed.time().isAfter(clock.now()));
  }

  @Test
  public void onlyAnAdminMayAccept() {
    Caller directory = Caller.directory("clock");
    assertThrows(AccessDeniedException.class, () -> clock.accept("why", directory));
    assertEquals("nothing to accept", Optional.empty(), clock.accept("why", OWNER));
  }
}
