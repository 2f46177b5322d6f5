package solo.capability.vault;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys;

/** The master key behind its permission. */
@Component(service = VaultKeys.class)
public final class MasterKeyDoor implements VaultKeys {
  /** Why it is sealed has paths of the machine in it, which are no tenant's business. */
  private static final String FOR_TENANTS = "an admin of the container can open it";

  private final VaultRoom room;
  private final Authorization authorization;
  private volatile Named named = new Named(0, null);

  /** The file of a rotation's master key. */
  private record Named(int masterKey, Path file) {}

  /** The door of a room. */
  @Activate
  public MasterKeyDoor(@Reference VaultRoom room, @Reference Authorization authorization) {
    this.room = room;
    this.authorization = authorization;
  }

  @Override
  public Status status(Caller caller) {
    String scope = authorization.scope(caller);
    authorization.require(caller, Permission.READ, scope);
    SecretTable.Counts counts = room.table().counts(scope);
    KeyKeeper.View view = room.keeper().view();
    boolean whole = scope.equals(Authorization.EVERY_TENANT);
    boolean file = whole && view.source() == Source.FILE;
    return new Status(
        view.state(),
        whole || view.why().isEmpty() ? view.why() : FOR_TENANTS,
        view.source(),
        file ? keyFile(view).toString() : "",
        file ? room.keyFile().toString() : "",
        view.iterations(),
        view.masterKey(),
        view.rotating(),
        counts.tenants(),
        counts.secrets(),
        counts.versions());
  }

  private Path keyFile(KeyKeeper.View view) {
    Named key = named;
    return view.state() == State.UNSEALED && key.masterKey() == view.masterKey()
        ? key.file()
        : room.keyFile();
  }

  @Override
  public boolean unseal(char[] passphrase, Caller caller) {
    try {
      return unsealing(caller, () -> room.keeper().unseal(passphrase, caller));
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  @Override
  public boolean unseal(Caller caller) {
    return unsealing(caller, () -> room.keeper().unseal(caller));
  }

  private boolean unsealing(Caller caller, BooleanSupplier unseal) {
    requireAdmin(caller);
    try {
      boolean changed = unseal.getAsBoolean();
      room.tellWhetherOpen();
      if (changed) {
        room.logger().info("The vault is open: {}", caller.actor());
      }
      return changed;
    } catch (VaultException e) {
      room.logger().warn("The vault stays shut for {}: {}", caller.actor(), e.getMessage());
      throw e;
    }
  }

  @Override
  public void rotate(char[] passphrase, String reason, Caller caller) {
    try {
      rotate((ring, masters) -> masters.renewed(ring, passphrase), reason, caller);
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  @Override
  public void rotate(Path file, String reason, Caller caller) {
    rotate(to(file), reason, caller);
    if (file != null && !file.equals(room.keyFile())) {
      room.logger()
          .warn(
              "The vault's master key is now in {}: name it as keyFile in"
                  + " etc/solo.capability.vault.cfg before the next start",
              file);
    }
  }

  /** Also of a rotation that is left half done it is known where its key is. */
  private MasterKeys.Renewing to(Path file) {
    return (ring, masters) -> {
      Rotation.Renewal renewal = file == null ? masters.renewed(ring) : masters.renewed(ring, file);
      named = new Named(renewal.slot().number(), file == null ? room.keyFile() : file);
      return renewal;
    };
  }

  private void rotate(MasterKeys.Renewing renewing, String reason, Caller caller) {
    requireAdmin(caller);
    room.keeper().rotate(renewing, new KeyEvents.By(caller, reason));
    room.logger().info("The vault has another master key: {}", caller.actor());
  }

  private void requireAdmin(Caller caller) {
    authorization.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    room.requireRestored();
  }
}
