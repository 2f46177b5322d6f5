package solo.capability.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.After;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.CapabilityException;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.capability.TokenStatus;
import solo.core.event.Payload;

public class LoggedGrantsTest {
  private final World world = new World().begin();

  @After
  public void close() {
    world.close();
  }

  @Test
  public void cap01_aGrantHasAccessorTenantResourcePermissionsAndExpiry() {
    Granted granted =
        world.grants.grant(World.wish("a", World.ORDERS, Permission.READ), World.OWNER);
    TokenStatus status = world.grants.info(granted.capability().accessor(), World.OWNER);
    assertEquals(granted.capability(), status.capability());
    assertEquals("a", status.capability().tenant());
    assertEquals(World.ORDERS, status.capability().resource());
    assertEquals(world.clock.now().plus(World.HOUR), status.capability().expires());
    assertEquals(TokenStatus.State.VALID, status.state());
    assertEquals("owner:alice", status.grantedBy());
    assertEquals(granted.eventId(), status.grantId());
  }

  @Test
  public void cap02_tokensDiffer() {
    assertNotEquals(world.grant(Permission.READ).token(), world.grant(Permission.READ).token());
  }

  @Test
  public void cap03_aValidTokenPasses() {
    Granted granted = world.grant(Permission.READ);
    assertEquals(
        granted.capability(),
        world.rights.verify(granted.token(), "a", World.ORDERS, Permission.READ));
  }

  @Test
  public void cap04_aRevokedTokenFails() {
    Granted granted = world.grant(Permission.READ);
    assertTrue(world.grants.revoke(granted.capability().accessor(), "enough", World.OWNER));
    denied(granted.token(), "a", Resource.ALL, Permission.READ);
    assertFalse(world.grants.revoke(granted.capability().accessor(), "again", World.OWNER));
    assertEquals(1, world.events.payloads(Payload.CapabilityRevoked.class).size());
  }

  @Test
  public void cap25_revokeOfAnUnknownIsAnError() {
    CapabilityException e =
        assertThrows(
            CapabilityException.class, () -> world.grants.revoke("nobody", "", World.OWNER));
    assertEquals(CapabilityException.Cause.NOT_FOUND, e.why());
  }

  private void denied(String token, String tenant, Resource resource, Permission permission) {
    assertThrows(
        AccessDeniedException.class,
        () -> world.rights.verify(token, tenant, resource, permission));
  }
}
