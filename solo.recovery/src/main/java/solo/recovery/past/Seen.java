package solo.recovery.past;

import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.fold.Fact;

/** Which facts a caller sees who may query events: those that it could read now. */
record Seen(Authorization authorization, Caller caller) {

  /**
   * Returns when the caller may look into the past at all.
   *
   * @throws solo.core.capability.AccessDeniedException when it may not
   */
  void require() {
    String scope = authorization.scope(caller);
    Resource reach = authorization.reach(caller);
    authorization.require(caller, Permission.EVENTS, scope, reach);
    authorization.require(caller, Permission.READ, scope, reach);
  }

  boolean shows(Fact fact) {
    return allows(Permission.EVENTS, fact) && allows(Permission.READ, fact);
  }

  private boolean allows(Permission permission, Fact fact) {
    return authorization.allows(caller, permission, fact.tenant(), about(fact));
  }

  /** A token or a limit is about all of its tenant. */
  private static Resource about(Fact fact) {
    return switch (fact.kind()) {
      case "service" -> Resource.service(fact.key());
      case "secret" -> Resource.secret(fact.key());
      default -> Resource.ALL;
    };
  }
}
