package solo.core.deployer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static solo.core.deployer.DeployWorld.key;
import static solo.core.deployer.DeployWorld.refusal;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Inventory.Owner;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.recovery.ServiceRecord;
import solo.core.testing.BundleJar;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretVersion;
import solo.core.vault.Vault;

/** Deploys of bundles that name secrets. */
public class NamedSecretsTest {
  private static final Caller DIRECTORY = Caller.directory("acme");

  @Rule public final DeployWorld world = new DeployWorld();

  private final TreeSet<String> stored = new TreeSet<>();

  @Before
  public void fillTheVault() {
    stored.addAll(List.of("api.key", "db.password"));
    world.deployer.vault = vault();
  }

  private Vault vault() {
    return (Vault)
        Proxy.newProxyInstance(
            Vault.class.getClassLoader(),
            new Class<?>[] {Vault.class},
            (proxy, method, arguments) -> {
              assertEquals("list", method.getName());
              return stored.stream().map(name -> version((String) arguments[0], name)).toList();
            });
  }

  private static SecretVersion version(String tenant, String name) {
    return new SecretVersion(new SecretKey(tenant, name), 1, Instant.EPOCH, "ann", 3, 1, 1);
  }

  private ServiceRegistration<Condition> unseal() {
    return world
        .framework
        .getBundleContext()
        .registerService(
            Condition.class,
            Condition.INSTANCE,
            FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, Vault.UNSEALED)));
  }

  private static BundleJar jar(String secrets) {
    return new BundleJar("acme.reader").header("Solo-Secrets", secrets);
  }

  @Test
  public void theSpecOfTheDeployNamesThemAndSoDoesTheInventory() throws Exception {
    unseal();
    ServiceStatus status = world.deploy("acme/reader", jar("db.password, api.key"));
    assertEquals("api.key,db.password", status.spec().secrets());
    Optional<Owner> owner = world.deployer.owner(status.bundleId());
    assertEquals(
        Optional.of(new Owner(key("acme/reader"), List.of("api.key", "db.password"))), owner);
    assertEquals(Optional.empty(), world.deployer.owner(0));
  }

  @Test
  public void nobodyOwnsABundleThatWasUpdatedBehindSolosBack() throws Exception {
    unseal();
    ServiceStatus status = world.deploy("acme/reader", jar("db.password"));
    world.update(world.framework.getBundleContext().getBundle(status.bundleId()), jar("api.key"));
    assertEquals(Optional.empty(), world.deployer.owner(status.bundleId()));
  }

  @Test
  public void whileTheVaultIsSealedItIsUnresolvedAndWhatRanRunsOn() throws Exception {
    ServiceRegistration<Condition> open = unseal();
    world.deploy("acme/reader", jar("db.password"));
    open.unregister();
    DeployException why = world.refused("acme/reader", jar("api.key").version("2"));
    assertEquals(Cause.UNRESOLVED, why.why());
    assertEquals(
        "the vault is sealed, and it names the secrets api.key: vault-unseal, then deploy it again",
        why.getMessage());
    world.assertState("acme/reader", ServiceState.ACTIVE);
    assertEquals("1.0.0", world.status("acme/reader").spec().version());
  }

  @Test
  public void aBundleThatNamesNoneIsDeployedWithoutAVault() throws Exception {
    world.deployer.vault = null;
    assertEquals("", world.deploy("acme/plain", new BundleJar("acme.plain")).spec().secrets());
  }

  @Test
  public void aSecretThatIsNotThereIsNamed() throws Exception {
    unseal();
    DeployException why = world.refused("acme/reader", jar("db.password, other, x"));
    assertEquals(Cause.UNRESOLVED, why.why());
    assertEquals("missing secret acme/other; missing secret acme/x", why.getMessage());
  }

  @Test
  public void aFileOfTheDirectoryThatLacksASecretIsMarkedUnresolved() throws Exception {
    unseal();
    Path file = world.file(jar("other"));
    DeployRequest request = DeployRequest.of(key("acme/reader"), file, "directory:x.jar", "");
    refusal(world.deployer.deploy(request, DIRECTORY));
    assertEquals(
        ServiceRecord.FileOutcome.UNRESOLVED,
        world.events.current().service(key("acme/reader")).file().orElseThrow().outcome());
  }

  @Test
  public void vlt26_aCallerThatMayDeployAndNotReadTheSecretIsRefused() throws Exception {
    unseal();
    world.denied = permission -> permission == Permission.SECRET_READ;
    DeployException why = world.refused("acme/reader", jar("db.password"));
    assertEquals(Cause.DENIED, why.why());
    assertTrue(why.getMessage(), why.getMessage().contains("secret acme/db.password"));
    assertEquals(1, world.events.count("service_deployment_failed"));
    world.deploy("acme/plain", new BundleJar("acme.plain"));
  }

  @Test
  public void theDirectoryMayGiveItsTenantsSecrets() throws Exception {
    unseal();
    world.denied = permission -> permission == Permission.SECRET_READ;
    Path file = world.file(jar("db.password"));
    DeployRequest request = DeployRequest.of(key("acme/reader"), file, "directory:x.jar", "");
    assertEquals(
        ServiceState.ACTIVE, DeployWorld.get(world.deployer.deploy(request, DIRECTORY)).state());
  }

  @Test
  public void rec30_whatIsNotStartedSinceTheVaultIsSealedIsWaiting() throws Exception {
    ServiceRegistration<Condition> open = unseal();
    world.deploy("acme/reader", jar("db.password"));
    open.unregister();
    world.halt();
    world.boot();
    assertEquals("recovering", world.status("acme/reader").detail());
    world.deployer.release();
    world.assertState("acme/reader", ServiceState.WAITING);
    assertEquals("waits for the vault: vault-unseal", world.status("acme/reader").detail());
    unseal();
    world.assertState("acme/reader", ServiceState.WAITING);
    assertEquals("the vault is open: it starts", world.status("acme/reader").detail());
    world.deployer.restore(world.orders(), outcome -> {});
    world.assertState("acme/reader", ServiceState.ACTIVE);
  }
}
