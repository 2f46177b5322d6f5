package solo.core.stop;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.condition.Condition;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;

/**
 * Ends a process that cannot become ready: the component runtime merely logs a constructor that
 * throws, and whoever waits for that part would wait for ever. Looks until the container is ready,
 * and believes a failure only when it sees the same twice.
 */
@Component(immediate = true, service = ActivationWatch.class)
public final class ActivationWatch {
  private static final long LOOK_EVERY_MS = 2_000;
  private static final long END_WITHIN_MS = 2_000;

  private final ServiceComponentRuntime components;
  private final FatalExit fatal;
  private final Logger log;
  private final long lookEveryMs;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "solo-activation-watch");
  private Map<String, String> before = Map.of();

  /** Begins to look. */
  @Activate
  public ActivationWatch(
      @Reference ServiceComponentRuntime components,
      @Reference FatalExit fatal,
      @Reference(service = LoggerFactory.class) Logger log) {
    this(components, fatal, log, LOOK_EVERY_MS);
    start();
  }

  /** Does not look by itself yet. */
  ActivationWatch(
      ServiceComponentRuntime components, FatalExit fatal, Logger log, long lookEveryMs) {
    this.components = components;
    this.fatal = fatal;
    this.log = log;
    this.lookEveryMs = lookEveryMs;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  @Reference(
      target = "(osgi.condition.id=solo.ready)",
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC)
  void bindReady(Condition ready) {
    over.countDown();
  }

  void unbindReady(Condition ready) {
    // Once ready is enough: what fails later is another matter.
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    over.countDown();
    thread.join(END_WITHIN_MS);
  }

  private void watch() {
    try {
      while (!over.await(lookEveryMs, TimeUnit.MILLISECONDS)) {
        look().ifPresent(why -> fatal.exit(ExitCode.BAD_CONFIGURATION, why));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      log.error("the parts of Solo cannot be watched", e);
    }
  }

  /** The failure that stood here at the last look too, empty while there is none. */
  Optional<String> look() {
    Map<String, String> now = failures();
    Optional<String> lasting =
        now.entrySet().stream()
            .filter(failure -> failure.getValue().equals(before.get(failure.getKey())))
            .map(
                failure ->
                    "%s does not activate: %s".formatted(failure.getKey(), failure.getValue()))
            .findFirst();
    before = now;
    return lasting;
  }

  private Map<String, String> failures() {
    Map<String, String> failures = new HashMap<>();
    for (ComponentDescriptionDTO description : components.getComponentDescriptionDTOs()) {
      if (!description.bundle.symbolicName.startsWith("solo.")) {
        continue;
      }
      for (ComponentConfigurationDTO part : components.getComponentConfigurationDTOs(description)) {
        if (part.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
          failures.put(description.name, rootOf(part.failure));
        }
      }
    }
    return failures;
  }

  /** The innermost {@code Caused by} of a stack trace, which says what happened. */
  private static String rootOf(String stackTrace) {
    if (stackTrace == null) {
      return "no reason given";
    }
    String root = stackTrace.lines().findFirst().orElse("no reason given");
    for (String line : stackTrace.lines().toList()) {
      if (line.startsWith("Caused by: ")) {
        root = line.substring("Caused by: ".length());
      }
    }
    return root;
  }
}
