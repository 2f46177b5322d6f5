package solo.core.deployer;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.RateLimitedException;
import solo.core.capability.Resource;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.ServiceSpec;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;
import solo.core.vault.SecretKey;
import solo.core.vault.Vault;
import solo.core.vault.VaultException;

/**
 * Whether a service may have, and can have, the secrets that its bundle names. Safe for use by many
 * threads.
 */
final class NamedSecrets {
  private static final Caller SELF = Caller.system("deployer");

  private final Authorization authorization;
  private final Supplier<Seal> seal;
  private final Supplier<Optional<Vault>> vault;

  NamedSecrets(Authorization authorization, Supplier<Seal> seal, Supplier<Optional<Vault>> vault) {
    this.authorization = authorization;
    this.seal = seal;
    this.vault = vault;
  }

  /** Whether a service that does not run waits for the vault. */
  boolean waits(ServiceSpec spec) {
    return !spec.secretNames().isEmpty() && seal.get() == Seal.SEALED;
  }

  /**
   * Returns when the caller may give each of them to the service, and each is there.
   *
   * @throws DeployException of {@link Cause#DENIED}, or of {@link Cause#UNRESOLVED} when that may
   *     change by itself
   */
  void require(ServiceKey key, ServiceSpec spec, Caller caller) throws DeployException {
    if (spec.secretNames().isEmpty()) {
      return;
    }
    for (String name : spec.secretNames()) {
      authorize(new SecretKey(key.tenant(), name), caller);
    }
    if (waits(spec)) {
      throw unresolved(
          "the vault is sealed, and it names the secrets %s: vault-unseal, then deploy it again"
              .formatted(String.join(", ", spec.secretNames())));
    }
    Set<String> there = there(key.tenant());
    List<String> missing = spec.secretNames().stream().filter(n -> !there.contains(n)).toList();
    if (!missing.isEmpty()) {
      throw unresolved(
          missing.stream()
              .map(name -> "missing secret " + new SecretKey(key.tenant(), name))
              .collect(Collectors.joining("; ")));
    }
  }

  /** The deploy directory acts as its tenant, whose secrets they are. */
  private void authorize(SecretKey secret, Caller caller) throws DeployException {
    if (caller.kind() == Caller.Kind.DIRECTORY) {
      return;
    }
    try {
      authorization.require(
          caller, Permission.SECRET_READ, secret.tenant(), Resource.secret(secret.name()));
    } catch (AccessDeniedException | RateLimitedException e) {
      throw new DeployException(
          Cause.DENIED, "the bundle names the secret %s: %s".formatted(secret, e.getMessage()), 0);
    }
  }

  private Set<String> there(String tenant) throws DeployException {
    Vault open = vault.get().orElseThrow(() -> unresolved("the vault is not there"));
    try {
      return open.list(tenant, SELF).stream()
          .map(version -> version.key().name())
          .collect(Collectors.toSet());
    } catch (VaultException e) {
      throw unresolved("its secrets cannot be looked up: " + e.getMessage());
    }
  }

  private static DeployException unresolved(String message) {
    return new DeployException(Cause.UNRESOLVED, message, 0);
  }
}
