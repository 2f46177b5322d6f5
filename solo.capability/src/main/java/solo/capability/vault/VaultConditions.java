package solo.capability.vault;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;
import solo.core.vault.Vault;

/** The vault's milestones as OSGi conditions. */
final class VaultConditions implements VaultRoom.Milestones {
  private final BundleContext context;
  private final Set<String> told = new HashSet<>();
  private final List<ServiceRegistration<Condition>> registered = new ArrayList<>();
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

  /** Nobody is told while a lock is held. */
  private void register(String id) {
    if (!begins(id)) {
      return;
    }
    try {
      keep(
          context.registerService(
              Condition.class,
              Condition.INSTANCE,
              FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, id))));
    } catch (IllegalStateException stopped) {
      // the bundle stops: nobody waits for it any more
    }
  }

  private synchronized boolean begins(String id) {
    return !closed && told.add(id);
  }

  private void keep(ServiceRegistration<Condition> condition) {
    boolean late;
    synchronized (this) {
      late = closed;
      if (!late) {
        registered.add(condition);
      }
    }
    if (late) {
      unregister(condition);
    }
  }

  @Override
  public void close() {
    List<ServiceRegistration<Condition>> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(registered);
      registered.clear();
    }
    all.forEach(VaultConditions::unregister);
  }

  private static void unregister(ServiceRegistration<Condition> condition) {
    try {
      condition.unregister();
    } catch (IllegalStateException alreadyGone) {
      // the framework takes back a bundle's services first when it stops
    }
  }
}
