package solo.capability.provider;

import org.osgi.service.component.annotations.Component;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;

/**
 * Decides by the door the caller came through: the owner and Solo itself may everything, a deploy
 * directory may deploy and kill in its own tenant.
 */
@Component
public final class DoorAuthorization implements Authorization {

  @Override
  public void require(Caller caller, Permission permission, String tenant, Resource resource) {
    if (!allows(caller, permission, tenant, resource)) {
      throw new AccessDeniedException(caller, permission, tenant);
    }
  }

  @Override
  public boolean allows(Caller caller, Permission permission, String tenant, Resource resource) {
    return switch (caller.kind()) {
      case OWNER, SYSTEM -> true;
      case DIRECTORY ->
          caller.name().equals(tenant)
              && (permission == Permission.DEPLOY || permission == Permission.KILL);
      case TOKEN -> false;
    };
  }

  @Override
  public String scope(Caller caller) {
    return caller.kind() == Caller.Kind.DIRECTORY ? caller.name() : EVERY_TENANT;
  }
}
