package solo.eventstore;

import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;

/** An authorization that a test decides. */
public final class Doors implements Authorization {

  /** Throws where the caller may not. */
  public interface Rule {
    void check(Caller caller, Permission permission, String tenant);
  }

  private final Rule rule;

  public Doors(Rule rule) {
    this.rule = rule;
  }

  @Override
  public void require(Caller caller, Permission permission, String tenant, Resource resource) {
    rule.check(caller, permission, tenant);
  }

  @Override
  public boolean allows(Caller caller, Permission permission, String tenant, Resource resource) {
    try {
      rule.check(caller, permission, tenant);
      return true;
    } catch (AccessDeniedException e) {
      return false;
    }
  }

  @Override
  public String scope(Caller caller) {
    return EVERY_TENANT;
  }
}
