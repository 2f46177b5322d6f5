package solo.capability.vault;

import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;
import solo.core.vault.Vault;

/** The vault's milestones as OSGi conditions. */
final class VaultConditions implements VaultRoom.Milestones {
  private final BundleContext context;
  private final Map<String, ServiceRegistration<Condition>> registered = new HashMap<>();
  private boolean closed;

  VaultConditions(BundleContext context) {
    this.context = context;
  }

  @Override
  public void restored() {
    register(Vault.RESTORED);
  }

  @Override
  public void unsealed() {
    register(Vault.UNSEALED);
  }

  private synchronized void register(String id) {
    if (!closed) {
      registered.computeIfAbsent(
          id,
          key ->
              context.registerService(
                  Condition.class,
                  Condition.INSTANCE,
                  FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, key))));
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    registered.values().forEach(VaultConditions::unregister);
    registered.clear();
  }

  private static void unregister(ServiceRegistration<Condition> condition) {
    try {
      condition.unregister();
    } catch (IllegalStateException alreadyGone) {
      // the framework takes back a bundle's services first when it stops
    }
  }
}
