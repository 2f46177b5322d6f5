package solo.shell.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.CapabilityService;
import solo.core.capability.TenantLimits;
import solo.core.clock.ContainerClock;
import solo.core.vault.Vault;
import solo.core.vault.VaultKeys;

/**
 * The parts that know of tokens, secrets and time; what is missing is said, as by {@link Parts}.
 */
@Component(service = AccessParts.class)
public final class AccessParts {
  private static final String TOKENS = "capability service";
  private static final String LIMITS = "tenant limits";
  private static final String VAULT = "vault";
  private static final String VAULT_KEYS = "vault keys";
  private static final String CLOCK = "clock";

  private final Parts parts;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile CapabilityService capabilities;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile TenantLimits limits;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Vault vault;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile VaultKeys vaultKeys;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile ContainerClock clock;

  @Activate
  public AccessParts(@Reference Parts parts) {
    this.parts = parts;
  }

  /** The parts that every command needs. */
  Parts others() {
    return parts;
  }

  CapabilityService capabilities() throws CommandException {
    return parts.present(capabilities, TOKENS);
  }

  TenantLimits limits() throws CommandException {
    return parts.present(limits, LIMITS);
  }

  Vault vault() throws CommandException {
    return parts.present(vault, VAULT);
  }

  VaultKeys vaultKeys() throws CommandException {
    return parts.present(vaultKeys, VAULT_KEYS);
  }

  ContainerClock clock() throws CommandException {
    return parts.present(clock, CLOCK);
  }

  /** The tenant that was named, else all that the caller is not kept from. */
  String scope(String tenant, Caller caller) {
    Authorization authorization = parts.authorization;
    if (!tenant.isEmpty()) {
      return tenant;
    }
    return authorization == null ? Authorization.EVERY_TENANT : authorization.scope(caller);
  }

  /** The names of the parts that a ready container has and this one does not. */
  List<String> missing() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(TOKENS, capabilities);
    all.put(LIMITS, limits);
    all.put(VAULT, vault);
    all.put(VAULT_KEYS, vaultKeys);
    all.put(CLOCK, clock);
    return all.entrySet().stream()
        .filter(p -> p.getValue() == null)
        .map(Map.Entry::getKey)
        .toList();
  }
}
