package solo.capability.provider;

import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;
import solo.core.capability.TokenCheck;

/** Says by a condition of OSGi that the tokens are there. */
record RestoredCondition(BundleContext context) implements Milestone {

  @Override
  public Runnable reached() {
    ServiceRegistration<Condition> there =
        context.registerService(
            Condition.class,
            Condition.INSTANCE,
            FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, TokenCheck.RESTORED)));
    return () -> {
      try {
        there.unregister();
      } catch (IllegalStateException e) {
        // The framework takes back a bundle's services first when it stops.
      }
    };
  }
}
