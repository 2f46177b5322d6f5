package solo.recovery.provider;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;
import org.osgi.util.tracker.ServiceTracker;
import solo.core.capability.TokenCheck;
import solo.core.vault.Vault;

/**
 * Milestones as conditions: {@code solo.ready}, and {@code solo.started} with the event's id. The
 * second is the framework's service, so it outlives a restart and a refresh of this bundle, and
 * ends with the framework.
 */
final class ContainerConditions implements Milestones {
  private static final String READY = "solo.ready";
  private static final String STARTED = "solo.started";
  private static final String EVENT = "event";

  /** What services may need as they start. */
  private static final List<String> RESTORED = List.of(TokenCheck.RESTORED, Vault.RESTORED);

  /** So often it is seen that the container stops. */
  private static final long LOOK_MS = 200;

  private final BundleContext context;

  ContainerConditions(BundleContext context) {
    this.context = context;
  }

  @Override
  public long started() {
    try {
      Collection<ServiceReference<Condition>> started =
          context.getServiceReferences(
              Condition.class, "(" + Condition.CONDITION_ID + "=" + STARTED + ")");
      return started.stream().mapToLong(s -> (Long) s.getProperty(EVENT)).findFirst().orElse(0);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void started(long eventId) {
    register(
        context.getBundle(Constants.SYSTEM_BUNDLE_ID).getBundleContext(),
        Map.of(Condition.CONDITION_ID, STARTED, EVENT, eventId));
  }

  @Override
  public List<String> awaitRestored(Duration limit, BooleanSupplier stopping)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    List<String> missing = new ArrayList<>();
    for (String id : RESTORED) {
      if (!await(id, end, stopping)) {
        missing.add(id);
      }
    }
    return missing;
  }

  private boolean await(String id, long end, BooleanSupplier stopping) throws InterruptedException {
    ServiceTracker<Condition, Condition> tracker = new ServiceTracker<>(context, filter(id), null);
    tracker.open();
    try {
      while (tracker.getService() == null && System.nanoTime() < end) {
        if (stopping.getAsBoolean()) {
          throw new InterruptedException();
        }
        tracker.waitForService(LOOK_MS);
      }
      return tracker.getService() != null;
    } finally {
      tracker.close();
    }
  }

  private Filter filter(String id) {
    try {
      return context.createFilter(
          "(&(%s=%s)(%s=%s))"
              .formatted(
                  Constants.OBJECTCLASS, Condition.class.getName(), Condition.CONDITION_ID, id));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Runnable ready() {
    ServiceRegistration<Condition> ready = register(context, Map.of(Condition.CONDITION_ID, READY));
    return () -> unregister(ready);
  }

  private static ServiceRegistration<Condition> register(
      BundleContext owner, Map<String, Object> properties) {
    return owner.registerService(
        Condition.class, Condition.INSTANCE, FrameworkUtil.asDictionary(properties));
  }

  private static void unregister(ServiceRegistration<Condition> ready) {
    try {
      ready.unregister();
    } catch (IllegalStateException alreadyGone) {
      // The framework takes back a bundle's services first when it stops.
    }
  }
}
