package solo.eventstore.clock;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.clock.ContainerClock;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;
import solo.core.verify.Kind;

/** A leap of the machine's clock, for the verifier. Only an operator can settle it. */
@Component
public final class ClockInspection implements Inspection {
  private final ContainerClock clock;

  /** The inspection of a clock. */
  @Activate
  public ClockInspection(@Reference ContainerClock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public List<Finding> quick(SystemState fold) {
    return clock.leap().stream()
        .map(leap -> Finding.of(Kind.CLOCK_LEAP, "", LeapText.of(leap), LeapText.FIX, false))
        .toList();
  }

  @Override
  public Iterator<List<Finding>> deep(SystemState fold) {
    return Collections.emptyIterator();
  }

  @Override
  public Optional<String> repair(Finding finding) {
    return Optional.empty();
  }
}
