package waiting.components;

import java.time.Instant;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Waits for a service that nobody provides. */
@Component(service = Clockwork.class, immediate = true)
public final class Clockwork {
  private final Supplier<Instant> clock;

  @Activate
  public Clockwork(@Reference(name = "clock", target = "(clock=atomic)") Supplier<Instant> clock) {
    this.clock = clock;
  }

  /** What the clock says. */
  public Instant now() {
    return clock.get();
  }
}
