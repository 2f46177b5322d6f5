package solo.capability.token;

import java.util.Optional;
import java.util.Set;
import solo.core.capability.Authorization;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;

/** Whether a token stays within the one that it is delegated from. */
public final class Attenuation {
  private Attenuation() {}

  /**
   * What of the child is wider than its parent; empty where nothing is. Its expiry is not looked
   * at: that changes, and the parent's is looked at when the child is used.
   */
  public static Optional<String> wider(Capability parent, Capability child) {
    Optional<String> rights = widerRights(parent, child);
    if (rights.isPresent()) {
      return rights;
    }
    if (higher(child.rate(), parent.rate())) {
      return wider("rate", child.rate(), parent.rate());
    }
    if (child.renewableUntil().isAfter(parent.renewableUntil())) {
      return wider("renewable until", child.renewableUntil(), parent.renewableUntil());
    }
    return Optional.empty();
  }

  /**
   * What the one may and the other may not; empty where there is nothing. {@link Permission#ADMIN}
   * covers every other permission but {@link Permission#USE}, whose operations are counted one by
   * one.
   */
  public static Optional<String> widerRights(Capability parent, Capability child) {
    if (!parent.tenant().equals(Authorization.EVERY_TENANT)
        && !parent.tenant().equals(child.tenant())) {
      return wider("tenant", child.tenant(), parent.tenant());
    }
    if (!parent.resource().covers(child.resource())) {
      return wider("resource", child.resource(), parent.resource());
    }
    if (!child.permissions().stream().allMatch(p -> has(parent, p))) {
      return wider("permissions", words(child), words(parent));
    }
    if (!hasOperations(parent, child.operations())) {
      return wider("operations", child.operations(), parent.operations());
    }
    return Optional.empty();
  }

  private static Optional<String> wider(String what, Object child, Object parent) {
    return Optional.of("its %s %s is wider than its parent's %s".formatted(what, child, parent));
  }

  private static String words(Capability capability) {
    return Permission.words(capability.permissions());
  }

  private static boolean has(Capability parent, Permission permission) {
    return permission == Permission.USE
        ? parent.permissions().contains(permission)
        : parent.permits(permission);
  }

  private static boolean hasOperations(Capability parent, Set<String> operations) {
    return parent.operations().contains(Capability.EVERY_OPERATION)
        || parent.operations().containsAll(operations);
  }

  private static boolean higher(RateLimit child, RateLimit parent) {
    return parent.limits()
        && (!child.limits()
            || child.perSecond() > parent.perSecond()
            || child.burst() > parent.burst());
  }
}
