package solo.recovery.provider;

import java.util.Collection;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;

/**
 * Milestones as conditions: {@code solo.ready}, and {@code solo.started} with the event's id. The
 * second is the framework's service, so it outlives a restart and a refresh of this bundle, and
 * ends with the framework.
 */
final class ContainerConditions implements Milestones {
  private static final String READY = "solo.ready";
  private static final String STARTED = "solo.started";
  private static final String EVENT = "event";

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
