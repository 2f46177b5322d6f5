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

  /** Tokens and secrets are for those who may list them. */
  boolean shows(Fact fact) {
    return switch (fact.kind()) {
      case "token" -> allows(Permission.GRANT, fact, resource(fact));
      case "secret" -> showsSecret(fact, Resource.secret(fact.key()));
      case "service" -> showsOther(fact, Resource.service(fact.key()));
      default -> showsOther(fact, Resource.ALL);
    };
  }

  /** What the token opens; all where the fact does not say it. */
  private static Resource resource(Fact token) {
    String resource = token.fields().get("resource");
    return resource == null ? Resource.ALL : new Resource(resource);
  }

  private boolean showsSecret(Fact fact, Resource about) {
    return allows(Permission.SECRET_READ, fact, about)
        || allows(Permission.SECRET_WRITE, fact, about);
  }

  private boolean showsOther(Fact fact, Resource about) {
    return allows(Permission.EVENTS, fact, about) && allows(Permission.READ, fact, about);
  }

  private boolean allows(Permission permission, Fact fact, Resource about) {
    return authorization.allows(caller, permission, fact.tenant(), about);
  }
}
