package solo.capability.secrets;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ServiceScope;
import solo.capability.vault.ServiceVault;
import solo.core.deploy.Inventory;
import solo.core.deploy.Inventory.Owner;
import solo.core.secret.Secrets;
import solo.core.vault.SecretValue;
import solo.core.vault.VaultException;

/**
 * The secrets of the bundle that this one object was made for. Whose bundle it is, and what it may
 * have, is asked at each reading: neither the bundle nor its caller says it.
 */
@Component(scope = ServiceScope.BUNDLE)
public final class BundleSecrets implements Secrets {
  private final Bundle consumer;
  private final Inventory inventory;

  /** Dynamic: a vault that comes and goes takes no service with it. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile ServiceVault vault;

  /** For one consumer; a bundle that is no service gets none. */
  @Activate
  public BundleSecrets(ComponentContext context, @Reference Inventory inventory) {
    this(context.getUsingBundle(), inventory);
  }

  BundleSecrets(Bundle consumer, Inventory inventory) {
    this.consumer = consumer;
    this.inventory = inventory;
    owner();
  }

  private Owner owner() {
    return inventory
        .owner(consumer.getBundleId())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "bundle %d %s is no service that Solo deployed, so it has no secrets"
                        .formatted(consumer.getBundleId(), consumer.getSymbolicName())));
  }

  @Override
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(owner().secrets()));
  }

  @Override
  public byte[] bytes(String name) {
    Owner owner = owner();
    if (!owner.secrets().contains(name)) {
      throw new IllegalArgumentException(
          "%s does not name the secret %s: %s of its manifest has %s"
              .formatted(owner.key(), name, HEADER, owner.secrets()));
    }
    try (SecretValue value = open(owner, name).read(owner.key(), name)) {
      return value.bytes().clone();
    } catch (VaultException e) {
      throw unreadable(owner, name, e.getMessage());
    }
  }

  private ServiceVault open(Owner owner, String name) {
    ServiceVault there = vault;
    if (there == null) {
      throw unreadable(owner, name, "the vault is not there");
    }
    return there;
  }

  private static IllegalStateException unreadable(Owner owner, String name, String why) {
    return new IllegalStateException(
        "%s cannot read the secret %s: %s".formatted(owner.key(), name, why));
  }

  @Override
  public char[] chars(String name) {
    byte[] bytes = bytes(name);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    try {
      boolean wrong =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true).isError();
      if (wrong) {
        throw new IllegalStateException(
            "the secret %s is not text in UTF-8: read its bytes".formatted(name));
      }
      return Arrays.copyOf(text.array(), text.position());
    } finally {
      Arrays.fill(bytes, (byte) 0);
      Arrays.fill(text.array(), '\0');
    }
  }
}
