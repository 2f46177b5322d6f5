package solo.capability.provider;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import solo.core.capability.Capability;
import solo.core.capability.Granted;
import solo.core.capability.Permission;

/** A token as the simplest thing that could be right: a set of words, a time, a flag. */
final class ModelToken {
  private static final Set<String> TENANTS = Set.of("a", "b");
  private static final Set<String> RESOURCES = Set.of("service:x", "service:y", "api:p");

  final String text;
  final String accessor;
  final ModelToken parent;
  final Set<String> rights;
  Instant expires;
  boolean revoked;

  ModelToken(Granted granted, ModelToken parent) {
    Capability capability = granted.capability();
    text = granted.token();
    accessor = capability.accessor();
    this.parent = parent;
    rights = rights(capability);
    expires = capability.expires();
  }

  /** Each thing that it may, as one word. */
  static Set<String> rights(Capability capability) {
    Set<String> rights = new TreeSet<>();
    for (String tenant : TENANTS) {
      for (String resource : RESOURCES) {
        for (Permission permission : Permission.values()) {
          if (may(capability, tenant, resource, permission)) {
            rights.add(tenant + " " + resource + " " + permission.word());
          }
        }
      }
    }
    return rights;
  }

  private static boolean may(
      Capability capability, String tenant, String resource, Permission permission) {
    String about = capability.resource().text();
    boolean covered =
        about.endsWith("*")
            ? resource.startsWith(about.substring(0, about.length() - 1))
            : resource.equals(about);
    boolean has =
        capability.permissions().contains(permission)
            || capability.permissions().contains(Permission.ADMIN);
    return covered && has && Set.of("*", tenant).contains(capability.tenant());
  }

  boolean alive(Instant now) {
    return !revoked && now.isBefore(expires) && (parent == null || parent.alive(now));
  }

  int depth() {
    return parent == null ? 0 : parent.depth() + 1;
  }

  Instant ends() {
    return parent == null || expires.isBefore(parent.ends()) ? expires : parent.ends();
  }
}
