package solo.capability.vault;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.lifecycle.Shutdown;
import solo.core.tenant.ServiceKey;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretValue;
import solo.core.vault.SecretVersion;
import solo.core.vault.Vault;
import solo.core.vault.VaultException;
import solo.core.vault.VaultException.Cause;

/**
 * The vault behind its permissions: a put is an event with its ciphertext, a reading one before it.
 */
@Component(service = Vault.class)
public final class SecretVault implements Vault {
  private final VaultRoom room;
  private final Authorization authorization;
  private final SecretReading reading;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Shutdown shutdown;

  /** The vault of a room. */
  @Activate
  public SecretVault(@Reference VaultRoom room, @Reference Authorization authorization) {
    this.room = room;
    this.authorization = authorization;
    reading = new SecretReading(room);
  }

  @Override
  public SecretVersion put(SecretKey key, byte[] value, String reason, Caller caller) {
    require(caller, Permission.SECRET_WRITE, key);
    if (value.length == 0 || value.length > MAX_BYTES) {
      throw Refused.because(
          "a secret has 1 to %d bytes, not %d".formatted(MAX_BYTES, value.length));
    }
    requireChangeable();
    Event stored = room.locks().changing(key, () -> store(key, value.clone(), reason, caller));
    room.logger().info("Secret {} stored by {} (event {})", key, caller.actor(), stored.id());
    Payload.SecretStored told = (Payload.SecretStored) stored.payload();
    return new SecretVersion(
        key,
        told.version(),
        stored.time(),
        caller.actor(),
        told.bytes(),
        told.keyId(),
        stored.id());
  }

  private Event store(SecretKey key, byte[] copy, String reason, Caller caller) {
    try {
      room.awaitAll();
      long keyId = room.keeper().usable(key.tenant(), room::isWorn);
      int version = room.table().entry(key).last() + 1;
      String ciphertext;
      try (AesKey dataKey = room.keeper().dataKey(key.tenant(), keyId)) {
        byte[] sealed = room.gcm().seal(dataKey, Binding.secret(key, version, keyId), copy);
        ciphertext = Base64.getEncoder().encodeToString(sealed);
      }
      Payload stored =
          new Payload.SecretStored(key.name(), version, keyId, ciphertext, copy.length);
      Event event = room.log().append(VaultLog.draft(key.tenant(), caller, reason, stored));
      room.awaitApplied(event);
      return event;
    } finally {
      Arrays.fill(copy, (byte) 0);
      room.tellWhetherOpen();
    }
  }

  @Override
  public SecretValue get(SecretKey key, int version, Caller caller) {
    try {
      require(caller, Permission.SECRET_READ, key);
    } catch (AccessDeniedException e) {
      reading.denied(new SecretReading.Reader(key, caller, ""), "permission");
      throw e;
    }
    return reading.read(new SecretReading.Reader(key, caller, ""), version);
  }

  @Override
  public List<SecretVersion> list(String tenant, Caller caller) {
    String scope = tenant.equals(Authorization.EVERY_TENANT) ? authorization.scope(caller) : tenant;
    if (!scope.equals(Authorization.EVERY_TENANT)) {
      ServiceKey.requireId("tenant", scope);
    }
    room.requireRestored();
    List<SecretVersion> seen =
        room.table().newest().stream()
            .filter(
                one -> scope.equals(Authorization.EVERY_TENANT) || scope.equals(one.key().tenant()))
            .filter(one -> permission(caller, one.key()).isPresent())
            .toList();
    if (!seen.isEmpty()) {
      SecretKey first = seen.get(0).key();
      require(caller, permission(caller, first).orElse(Permission.SECRET_READ), first);
    } else if (!authorization.allows(caller, Permission.SECRET_WRITE, scope, Resource.ALL)) {
      authorization.require(caller, Permission.SECRET_READ, scope);
    }
    return seen;
  }

  /** By which the caller sees that there is a secret; empty where it does not. */
  private Optional<Permission> permission(Caller caller, SecretKey key) {
    return List.of(Permission.SECRET_READ, Permission.SECRET_WRITE).stream()
        .filter(p -> authorization.allows(caller, p, key.tenant(), Resource.secret(key.name())))
        .findFirst();
  }

  @Override
  public List<SecretVersion> versions(SecretKey key, Caller caller) {
    require(caller, permission(caller, key).orElse(Permission.SECRET_READ), key);
    room.requireRestored();
    List<SecretVersion> versions = room.table().entry(key).versions();
    if (versions.isEmpty()) {
      throw SecretReading.unknown(key);
    }
    return versions;
  }

  @Override
  public void delete(SecretKey key, String reason, Caller caller) {
    require(caller, Permission.SECRET_WRITE, key);
    requireChangeable();
    room.keeper().requireOpen();
    Event deleted =
        room.locks()
            .changing(
                key,
                () -> {
                  int versions = room.table().entry(key).versions().size();
                  if (versions == 0) {
                    throw SecretReading.unknown(key);
                  }
                  Payload payload = new Payload.SecretDeleted(key.name(), versions);
                  return append(key.tenant(), caller, reason, payload);
                });
    room.logger().info("Secret {} deleted by {} (event {})", key, caller.actor(), deleted.id());
  }

  /** The event first, then the keys: a start finishes what a crash left between the two. */
  @Override
  public int shred(String tenant, String reason, Caller caller) {
    ServiceKey.requireId("tenant", tenant);
    authorization.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    requireChangeable();
    return room.locks()
        .alone(
            tenant,
            () -> {
              room.keeper().requireShreddable();
              int secrets = (int) room.table().count(tenant);
              int keys = room.keeper().count(tenant);
              if (secrets == 0 && keys == 0 && !room.keeper().leftOnDisk(tenant)) {
                throw new VaultException(
                    Cause.NOT_FOUND,
                    "tenant %s has no secrets and no keys: see solo:secrets".formatted(tenant));
              }
              Payload payload = new Payload.VaultShredded(secrets, keys);
              Event event = append(tenant, caller, reason, payload);
              room.reached("shred.event");
              room.keeper().shred(tenant);
              room.tellWhetherOpen();
              room.logger()
                  .info(
                      "Secrets of tenant {} shredded: {} (event {})", tenant, secrets, event.id());
              return secrets;
            });
  }

  private Event append(String tenant, Caller caller, String reason, Payload payload) {
    Event event = room.log().append(VaultLog.draft(tenant, caller, reason, payload));
    room.awaitApplied(event);
    return event;
  }

  private void require(Caller caller, Permission permission, SecretKey key) {
    authorization.require(caller, permission, key.tenant(), Resource.secret(key.name()));
  }

  private void requireChangeable() {
    Shutdown stop = shutdown;
    if (stop != null && stop.stopping()) {
      throw new VaultException(Cause.SHUTTING_DOWN, "Solo is shutting down");
    }
    room.requireRestored();
  }
}
