package solo.capability.access;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import solo.capability.MemoryLog;
import solo.capability.SilentLog;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Resource;
import solo.core.deploy.Inventory;
import solo.core.deploy.Inventory.Owner;
import solo.core.tenant.ServiceKey;

/** A framework with empty bundles of tenants, and what hands out their services. */
final class AccessWorld extends ExternalResource {
  final MemoryLog log = new MemoryLog();
  final ToyTokens tokens = new ToyTokens();
  final Map<Long, Owner> owners = new ConcurrentHashMap<>();
  Framework framework;
  TokenServices services;
  private final TemporaryFolder folder = new TemporaryFolder();

  @Override
  protected void before() throws Throwable {
    folder.create();
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of("org.osgi.framework.storage", folder.getRoot().getPath() + "/framework"));
    framework.start();
    services =
        new TokenServices(
            framework.getBundleContext(),
            tokens,
            tokens,
            tokens.capabilities(),
            inventory(),
            log,
            SilentLog.logger(),
            () -> 0);
  }

  @Override
  protected void after() {
    services.deactivate();
    try {
      framework.stop();
      framework.waitForStop(20_000);
    } catch (BundleException | InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      folder.delete();
    }
  }

  /** What holds the desk of the highest ranking, of whatever tenant. */
  Target target() {
    Resource desks = Resource.api(Desk.class.getName());
    Right right =
        new Right(tokens, Caller.owner("ada"), Authorization.EVERY_TENANT, desks, new TreeSet<>());
    return new Target(framework.getBundleContext(), inventory(), right, Desk.class);
  }

  private Inventory inventory() {
    return (Inventory)
        Proxy.newProxyInstance(
            Inventory.class.getClassLoader(),
            new Class<?>[] {Inventory.class},
            (self, method, arguments) -> Optional.ofNullable(owners.get(arguments[0])));
  }

  /** A bundle of a service that registers a desk. */
  ServiceRegistration<Desk> offer(String service, int ranking, Desk desk) throws Exception {
    Bundle bundle =
        framework
            .getBundleContext()
            .installBundle("memory:" + service, new ByteArrayInputStream(jar(service)));
    bundle.start();
    owners.put(bundle.getBundleId(), new Owner(ServiceKey.parse(service), java.util.List.of()));
    return bundle
        .getBundleContext()
        .registerService(
            Desk.class,
            desk,
            FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, ranking)));
  }

  private static byte[] jar(String service) throws IOException {
    Manifest manifest = new Manifest();
    Attributes headers = manifest.getMainAttributes();
    headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.putValue("Bundle-ManifestVersion", "2");
    headers.putValue("Bundle-SymbolicName", service.replace('/', '.'));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JarOutputStream(bytes, manifest).close();
    return bytes.toByteArray();
  }
}
