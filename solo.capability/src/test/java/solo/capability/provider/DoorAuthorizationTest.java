package solo.capability.provider;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;

public class DoorAuthorizationTest {
  private final Authorization doors = new DoorAuthorization();

  @Test
  public void ownerAndSystemMayEverything() {
    for (Permission permission : Permission.values()) {
      doors.require(Caller.owner("alice"), permission, "a");
      doors.require(Caller.system("recovery"), permission, Authorization.EVERY_TENANT);
    }
  }

  @Test
  public void directoryMayDeployAndKillInItsOwnTenant() {
    doors.require(Caller.directory("a"), Permission.DEPLOY, "a");
    doors.require(Caller.directory("a"), Permission.KILL, "a");
  }

  @Test
  public void directoryMayNothingInAnotherTenant() {
    for (Permission permission : Permission.values()) {
      refused(permission, "b");
      refused(permission, Authorization.EVERY_TENANT);
    }
  }

  @Test
  public void directoryMayNotReadOrAdministerItsOwnTenant() {
    refused(Permission.READ, "a");
    refused(Permission.EVENTS, "a");
    refused(Permission.ADMIN, "a");
  }

  @Test
  public void refusalNamesWhoWhatAndWhere() {
    String message = refused(Permission.KILL, "b").getMessage();
    assertTrue(message, message.contains("directory:a may not kill in tenant b"));
  }

  private AccessDeniedException refused(Permission permission, String tenant) {
    return assertThrows(
        AccessDeniedException.class,
        () -> doors.require(Caller.directory("a"), permission, tenant));
  }
}
