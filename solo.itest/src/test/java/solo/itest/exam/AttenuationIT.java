package solo.itest.exam;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceException;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.AttenuatedServices;
import solo.core.capability.CapabilityService;
import solo.core.capability.GrantRequest;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;

/** A service of a deployed bundle, handed out by a token. */
public class AttenuationIT extends InContainer {
  private static final String TYPE = "greeter.Greeter";

  @Inject private AttenuatedServices services;
  @Inject private CapabilityService capabilities;

  private Granted grant(String tenant) {
    GrantRequest request =
        new GrantRequest(
            tenant,
            Resource.api(TYPE),
            Set.of(Permission.USE),
            new TreeSet<>(List.of("greet")),
            Duration.ofMinutes(5),
            Duration.ZERO,
            RateLimit.NONE,
            "");
    return capabilities.grant(request, OWNER);
  }

  private static Object greet(Class<?> type, Object greeter) throws Throwable {
    try {
      return type.getMethod("greet", String.class).invoke(greeter, "Ada");
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Test
  public void cap27_aTokenOpensTheServiceOfItsTenantUntilItIsRevoked() throws Throwable {
    Bundle bundle = context.getBundle(deploy("att27/greeter", "greeter").bundleId());
    Class<?> type = bundle.loadClass(TYPE);
    Granted granted = grant("att27");
    Object greeter = services.open(granted.token(), type);
    assertEquals("Hello, Ada!", greet(type, greeter));
    assertEquals(bundle, FrameworkUtil.getBundle(greeter.getClass()));
    assertNull(FrameworkUtil.getBundle(Proxy.getInvocationHandler(greeter).getClass()));

    Object strange = services.open(grant("att27.other").token(), type);
    assertThrows(ServiceException.class, () -> greet(type, strange));

    assertTrue(capabilities.revoke(granted.capability().accessor(), "enough", OWNER));
    assertThrows(AccessDeniedException.class, () -> greet(type, greeter));
    kill("att27/greeter");
  }
}
