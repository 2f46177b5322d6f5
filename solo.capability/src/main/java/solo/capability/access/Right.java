package solo.capability.access;

import java.util.SortedSet;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.Resource;

/**
 * What one token grants of one Java interface; whether it still does is asked at each use. Safe for
 * use by many threads.
 *
 * @param tenant whose services it reaches, or {@link Authorization#EVERY_TENANT}
 * @param operations names of methods, or {@link Capability#EVERY_OPERATION}
 */
record Right(
    Authorization authorization,
    Caller caller,
    String tenant,
    Resource resource,
    SortedSet<String> operations) {

  /** Counts a use. */
  void use() {
    authorization.require(caller, Permission.USE, tenant, resource);
  }

  /** Whether it is in force; counts nothing. */
  boolean lives() {
    return authorization.allows(caller, Permission.USE, tenant, resource);
  }

  boolean grants(String operation) {
    return operations.contains(operation) || operations.contains(Capability.EVERY_OPERATION);
  }

  /** Whether a service of that tenant is within reach. */
  boolean reaches(String owner) {
    return tenant.equals(Authorization.EVERY_TENANT) || tenant.equals(owner);
  }
}
