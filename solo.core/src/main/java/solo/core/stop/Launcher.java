package solo.core.stop;

import java.time.Duration;
import java.util.Locale;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import solo.core.lifecycle.Shutdown;

/**
 * What a stop and the launcher tell each other. The launcher's classes are not visible here, so
 * they meet in services of JDK types; a framework without the launcher has neither.
 */
@Component(service = Launcher.class)
public final class Launcher {

  /** Gives the way a stop came, empty where the launcher has not begun it. */
  @Reference(
      target = "(solo.launcher=trigger)",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC)
  volatile Supplier<String> trigger;

  /**
   * Takes the phase of a stop and the milliseconds that are left to the process from now on; with
   * an empty phase, before a stop, how long one may take.
   */
  @Reference(
      target = "(solo.launcher=stop)",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC)
  volatile ObjLongConsumer<String> stop;

  /** Which way the stop came. */
  String trigger() {
    Supplier<String> known = trigger;
    String told = known == null ? "" : known.get();
    return told.isEmpty() ? StopCause.FRAMEWORK_STOP : told;
  }

  /** How long a stop that begins later may take. */
  void stopTakes(Duration atMost) {
    tell("", atMost);
  }

  /** The process ends after so long, whatever still hangs. */
  void endsWithin(Shutdown.Phase phase, Duration left) {
    tell(phase.name().toLowerCase(Locale.ROOT), left);
  }

  private void tell(String phase, Duration atMost) {
    ObjLongConsumer<String> told = stop;
    if (told != null) {
      told.accept(phase, atMost.toMillis());
    }
  }
}
