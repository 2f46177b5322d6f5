package solo.capability.secrets;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.osgi.framework.Bundle;
import solo.core.deploy.Inventory;
import solo.core.deploy.Inventory.Owner;
import solo.core.tenant.ServiceKey;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretValue;
import solo.core.vault.SecretVersion;
import solo.core.vault.VaultException;

/** What a service's own code sees of its secrets. */
public class BundleSecretsTest {
  private static final ServiceKey KEY = ServiceKey.parse("acme/reader");

  private final Map<String, byte[]> stored =
      Map.of("db.password", "gehäim".getBytes(StandardCharsets.UTF_8), "key", new byte[] {-1, 7});
  private final List<String> read = new ArrayList<>();
  private final List<SecretValue> handedOut = new ArrayList<>();
  private Optional<Owner> owner =
      Optional.of(new Owner(KEY, List.of("db.password", "gone", "key")));

  private BundleSecrets secrets() {
    BundleSecrets secrets = new BundleSecrets(bundle(), inventory());
    secrets.vault = this::read;
    return secrets;
  }

  private SecretValue read(ServiceKey consumer, String name) {
    read.add(consumer + " " + name);
    if (!stored.containsKey(name)) {
      throw new VaultException(VaultException.Cause.NOT_FOUND, "there is no secret acme/" + name);
    }
    byte[] bytes = stored.get(name).clone();
    SecretKey key = new SecretKey(consumer.tenant(), name);
    SecretVersion version = new SecretVersion(key, 1, Instant.EPOCH, "ann", bytes.length, 1, 1);
    handedOut.add(new SecretValue(version, bytes));
    return handedOut.get(handedOut.size() - 1);
  }

  private Inventory inventory() {
    return proxy(
        Inventory.class,
        name -> {
          assertEquals("owner", name);
          return owner;
        });
  }

  private static Bundle bundle() {
    return proxy(Bundle.class, name -> name.equals("getBundleId") ? (Object) 7L : "acme.reader");
  }

  private static <T> T proxy(Class<T> type, java.util.function.Function<String, Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> answer.apply(method.getName())));
  }

  @Test
  public void whatItNamesIsReadForItsOwnServiceEachTimeAnew() {
    BundleSecrets secrets = secrets();
    assertEquals(List.of("db.password", "gone", "key"), List.copyOf(secrets.names()));
    assertArrayEquals(new byte[] {-1, 7}, secrets.bytes("key"));
    secrets.bytes("key")[0] = 3;
    assertArrayEquals(new byte[] {-1, 7}, secrets.bytes("key"));
    assertEquals("gehäim", new String(secrets.chars("db.password")));
    assertEquals("acme/reader key", read.get(0));
    assertEquals(4, read.size());
  }

  @Test
  public void whatTheVaultHandedOutIsWipedOnceItIsCopied() {
    secrets().bytes("key");
    assertArrayEquals(new byte[2], handedOut.get(0).bytes());
  }

  @Test
  public void aNameThatItsManifestHasNotIsNeverAskedFor() {
    BundleSecrets secrets = secrets();
    Exception why = assertThrows(IllegalArgumentException.class, () -> secrets.bytes("other"));
    assertTrue(why.getMessage(), why.getMessage().startsWith("acme/reader does not name"));
    assertEquals(List.of(), read);
  }

  @Test
  public void aSecretThatIsNotThereIsNamed() {
    BundleSecrets secrets = secrets();
    Exception why = assertThrows(IllegalStateException.class, () -> secrets.bytes("gone"));
    assertEquals(
        "acme/reader cannot read the secret gone: there is no secret acme/gone", why.getMessage());
  }

  @Test
  public void withoutAVaultItSaysSo() {
    BundleSecrets secrets = secrets();
    secrets.vault = null;
    Exception why = assertThrows(IllegalStateException.class, () -> secrets.chars("key"));
    assertTrue(why.getMessage(), why.getMessage().endsWith("the vault is not there"));
  }

  @Test
  public void whatIsNotTextIsNotChars() {
    BundleSecrets secrets = secrets();
    assertThrows(IllegalStateException.class, () -> secrets.chars("key"));
  }

  @Test
  public void aBundleThatSoloDoesNotOwnGetsNone() {
    owner = Optional.empty();
    assertThrows(IllegalStateException.class, this::secrets);
  }

  @Test
  public void aBundleThatIsNoServiceAnyMoreReadsNothing() {
    BundleSecrets secrets = secrets();
    owner = Optional.empty();
    assertThrows(IllegalStateException.class, () -> secrets.bytes("key"));
    assertEquals(List.of(), read);
  }
}
