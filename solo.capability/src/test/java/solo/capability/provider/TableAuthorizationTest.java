package solo.capability.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.Resource;

public class TableAuthorizationTest {
  private final World world = new World().begin();
  private final Authorization doors = world.rights;

  @After
  public void close() {
    world.close();
  }

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
    doors.require(Caller.directory("a"), Permission.SECRET_READ, "a");
    assertEquals("a", doors.scope(Caller.directory("a")));
  }

  @Test
  public void directoryMayNothingInAnotherTenant() {
    for (Permission permission : Permission.values()) {
      refused(permission, "b");
      refused(permission, Authorization.EVERY_TENANT);
    }
  }

  @Test
  public void directoryMayNothingElseInItsOwnTenant() {
    Set<Permission> others = EnumSet.allOf(Permission.class);
    others.removeAll(Set.of(Permission.DEPLOY, Permission.KILL, Permission.SECRET_READ));
    others.forEach(permission -> refused(permission, "a"));
  }

  @Test
  public void refusalNamesWhoWhatAndWhere() {
    String message = refused(Permission.KILL, "b").getMessage();
    assertTrue(message, message.contains("directory:a may not kill in tenant b"));
  }

  @Test
  public void tokenMayWhatTheTableHasOfItNow() {
    Granted granted = world.grants.grant(World.wish("a", World.ORDERS, Permission.KILL), owner());
    Caller caller = world.rights.login(granted.token());
    doors.require(caller, Permission.KILL, "a", World.ORDERS);
    assertFalse(doors.allows(caller, Permission.KILL, "a", Resource.ALL));
    assertFalse(doors.allows(caller, Permission.DEPLOY, "a", World.ORDERS));
    assertFalse(doors.allows(caller, Permission.KILL, "b", World.ORDERS));
    assertEquals("a", doors.scope(caller));
    world.grants.revoke(caller.name(), "enough", owner());
    assertFalse(doors.allows(caller, Permission.KILL, "a", World.ORDERS));
    assertThrows(
        AccessDeniedException.class,
        () -> doors.require(caller, Permission.KILL, "a", World.ORDERS));
    assertThrows(AccessDeniedException.class, () -> doors.scope(caller));
  }

  private static Caller owner() {
    return World.OWNER;
  }

  private AccessDeniedException refused(Permission permission, String tenant) {
    return assertThrows(
        AccessDeniedException.class,
        () -> doors.require(Caller.directory("a"), permission, tenant));
  }
}
