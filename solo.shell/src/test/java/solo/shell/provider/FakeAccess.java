package solo.shell.provider;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Capability;
import solo.core.capability.CapabilityException;
import solo.core.capability.CapabilityService;
import solo.core.capability.GrantRequest;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.TenantLimits;
import solo.core.capability.TokenStatus;
import solo.core.clock.ContainerClock;
import solo.core.event.Payload;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretValue;
import solo.core.vault.SecretVersion;
import solo.core.vault.Vault;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys;

/** Tokens, secrets, keys and a clock in memory, with what they were asked for. */
final class FakeAccess {
  static final String TOKEN = "solo_t_" + "canary".repeat(7) + "_crc";

  final AccessParts parts;
  final Map<String, TokenStatus> tokens = new LinkedHashMap<>();
  final Map<String, RateLimit> limits = new TreeMap<>();
  final Map<SecretKey, List<byte[]>> secrets = new TreeMap<>();
  final List<GrantRequest> requests = new ArrayList<>();
  final List<String> keyCalls = new ArrayList<>();
  final List<char[]> passphrases = new ArrayList<>();
  final List<byte[]> puts = new ArrayList<>();
  Optional<ContainerClock.Leap> leap = Optional.empty();

  /** How the vault is once its keyring was read anew. */
  VaultKeys.Status turnsOutAs;

  VaultKeys.Status vault = vault(VaultKeys.State.UNSEALED, VaultKeys.Source.FILE, "");
  RuntimeException failure;

  private final FakeContainer container;

  FakeAccess(FakeContainer container) {
    this.container = container;
    parts = new AccessParts(container.parts);
    parts.capabilities = new FakeCapabilities();
    parts.limits = new FakeLimits();
    parts.vault = new FakeVault();
    parts.vaultKeys = new FakeKeys();
    parts.clock = new FakeClock();
  }

  static VaultKeys.Status vault(VaultKeys.State state, VaultKeys.Source source, String why) {
    boolean file = source == VaultKeys.Source.FILE;
    String keyFile = file ? "/solo/state/vault.key" : "";
    int key = state == VaultKeys.State.EMPTY ? 0 : 1;
    return new VaultKeys.Status(
        state, why, source, keyFile, keyFile, file ? 0 : 600_000, key, false, 2, 3, 5);
  }

  /** As events name it. */
  private static String whose(String tenant) {
    return tenant.equals(Authorization.EVERY_TENANT) ? "" : tenant;
  }

  private void require(Caller caller, Permission permission, String tenant) {
    if (failure != null) {
      throw failure;
    }
    container.parts.authorization.require(caller, permission, tenant);
  }

  private final class FakeCapabilities implements CapabilityService {
    @Override
    public Granted grant(GrantRequest request, Caller caller) {
      require(caller, Permission.GRANT, request.tenant());
      return add(request, "", 0, caller);
    }

    @Override
    public Granted delegate(String accessor, GrantRequest request, Caller caller) {
      return add(request, accessor, info(accessor, caller).capability().depth() + 1, caller);
    }

    private Granted add(GrantRequest wish, String parent, int depth, Caller caller) {
      requests.add(wish);
      Capability capability =
          new Capability(
              "accessor" + (tokens.size() + 1),
              parent,
              depth,
              wish.tenant(),
              wish.resource(),
              wish.permissions(),
              wish.operations(),
              FakeContainer.TIME,
              FakeContainer.TIME.plus(wish.timeToLive()),
              FakeContainer.TIME.plus(Duration.ofDays(30)),
              wish.rate(),
              wish.note());
      long id = container.event(whose(wish.tenant()), "", "", granted(capability)).id();
      put(capability, TokenStatus.State.VALID, caller, id);
      return new Granted(TOKEN, capability, id);
    }

    private static Payload granted(Capability c) {
      return new Payload.CapabilityGranted(
          c.accessor(),
          "ab".repeat(32),
          c.parent(),
          c.depth(),
          c.resource().text(),
          Permission.words(c.permissions()),
          String.join(",", c.operations()),
          c.created().toEpochMilli(),
          c.expires().toEpochMilli(),
          c.renewableUntil().toEpochMilli(),
          c.rate().perSecond(),
          c.rate().burst(),
          c.note());
    }

    private void put(Capability capability, TokenStatus.State state, Caller caller, long id) {
      long ended = state == TokenStatus.State.REVOKED ? container.log.size() : 0;
      tokens.put(
          capability.accessor(),
          new TokenStatus(
              capability, state, Optional.of(FakeContainer.TIME), 7, caller.actor(), id, ended));
    }

    @Override
    public Capability renew(String accessor, Duration timeToLive, String reason, Caller caller) {
      TokenStatus token = info(accessor, caller);
      Capability later = token.capability().expiring(FakeContainer.TIME.plus(timeToLive));
      container.event(
          later.tenant(),
          "",
          reason,
          new Payload.CapabilityRenewed(accessor, later.expires().toEpochMilli()));
      put(later, TokenStatus.State.VALID, caller, token.grantId());
      return later;
    }

    @Override
    public boolean revoke(String accessor, String reason, Caller caller) {
      TokenStatus token = info(accessor, caller);
      if (token.state() != TokenStatus.State.VALID) {
        return false;
      }
      container.event(
          token.capability().tenant(), "", reason, new Payload.CapabilityRevoked(accessor, 1));
      put(token.capability(), TokenStatus.State.REVOKED, caller, token.grantId());
      return true;
    }

    @Override
    public int revokeAll(String tenant, String reason, Caller caller) {
      return (int)
          list(tenant, caller).stream()
              .filter(token -> revoke(token.capability().accessor(), reason, caller))
              .count();
    }

    @Override
    public List<TokenStatus> list(String tenant, Caller caller) {
      require(caller, Permission.GRANT, tenant);
      return tokens.values().stream()
          .filter(
              token ->
                  tenant.equals(Authorization.EVERY_TENANT)
                      || token.capability().tenant().equals(tenant))
          .toList();
    }

    @Override
    public TokenStatus info(String accessor, Caller caller) {
      if (failure != null) {
        throw failure;
      }
      if (!tokens.containsKey(accessor)) {
        throw new CapabilityException(
            CapabilityException.Cause.NOT_FOUND,
            "there is no token " + accessor + ": solo:tokens lists them");
      }
      return tokens.get(accessor);
    }
  }

  private final class FakeLimits implements TenantLimits {
    @Override
    public RateLimit limit(String tenant) {
      return limits.getOrDefault(tenant, RateLimit.NONE);
    }

    @Override
    public void setLimit(String tenant, RateLimit limit, String reason, Caller caller) {
      require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
      container.reasons.add(reason);
      limits.put(tenant, limit);
    }
  }

  private final class FakeVault implements Vault {
    private final Set<String> withKeys = new HashSet<>();

    private SecretVersion version(SecretKey key, int version) {
      int bytes = secrets.get(key).get(version - 1).length;
      return new SecretVersion(key, version, FakeContainer.TIME, "owner:alice", bytes, 1, 42);
    }

    private void requireKey(SecretKey key) {
      if (!secrets.containsKey(key)) {
        throw new VaultException(
            VaultException.Cause.NOT_FOUND, "there is no secret " + key + ": see solo:secrets");
      }
    }

    @Override
    public SecretVersion put(SecretKey key, byte[] value, String reason, Caller caller) {
      require(caller, Permission.SECRET_WRITE, key.tenant());
      container.reasons.add(reason);
      puts.add(value);
      withKeys.add(key.tenant());
      secrets.computeIfAbsent(key, k -> new ArrayList<>()).add(value.clone());
      return version(key, secrets.get(key).size());
    }

    @Override
    public SecretValue get(SecretKey key, int version, Caller caller) {
      require(caller, Permission.SECRET_READ, key.tenant());
      requireKey(key);
      int which = version == 0 ? secrets.get(key).size() : version;
      return new SecretValue(version(key, which), secrets.get(key).get(which - 1).clone());
    }

    @Override
    public List<SecretVersion> list(String tenant, Caller caller) {
      require(caller, Permission.READ, tenant);
      return secrets.keySet().stream()
          .filter(key -> tenant.equals(Authorization.EVERY_TENANT) || key.tenant().equals(tenant))
          .map(key -> version(key, secrets.get(key).size()))
          .toList();
    }

    @Override
    public List<SecretVersion> versions(SecretKey key, Caller caller) {
      require(caller, Permission.READ, key.tenant());
      requireKey(key);
      List<SecretVersion> versions = new ArrayList<>();
      for (int i = 1; i <= secrets.get(key).size(); i++) {
        versions.add(version(key, i));
      }
      return versions;
    }

    @Override
    public void delete(SecretKey key, String reason, Caller caller) {
      require(caller, Permission.SECRET_WRITE, key.tenant());
      requireKey(key);
      container.reasons.add(reason);
      secrets.remove(key);
    }

    @Override
    public int shred(String tenant, String reason, Caller caller) {
      require(caller, Permission.ADMIN, tenant);
      int before = secrets.size();
      secrets.keySet().removeIf(key -> key.tenant().equals(tenant));
      if (!withKeys.remove(tenant)) {
        throw new VaultException(
            VaultException.Cause.NOT_FOUND, "tenant " + tenant + " has no secrets and no keys");
      }
      return before - secrets.size();
    }
  }

  private final class FakeKeys implements VaultKeys {
    @Override
    public Status status(Caller caller) {
      require(caller, Permission.READ, Authorization.EVERY_TENANT);
      return vault;
    }

    private void open(String call, char[] passphrase, Caller caller) {
      require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
      keyCalls.add(call + (passphrase == null ? "" : " " + new String(passphrase)));
      if (passphrase != null) {
        passphrases.add(passphrase);
      }
      vault = vault(State.UNSEALED, vault.source(), "");
    }

    @Override
    public boolean unseal(char[] passphrase, Caller caller) {
      open("unseal", passphrase, caller);
      return true;
    }

    @Override
    public boolean unseal(Caller caller) {
      if (turnsOutAs != null) {
        vault = turnsOutAs;
        throw new VaultException(
            VaultException.Cause.SEALED, "the vault is sealed: " + vault.why());
      }
      open("unseal by file", null, caller);
      return true;
    }

    @Override
    public void rotate(char[] passphrase, String reason, Caller caller) {
      open("rotate", passphrase, caller);
      Arrays.fill(passphrase, '\0');
    }

    @Override
    public void rotate(Path file, String reason, Caller caller) {
      open("rotate to file " + file, null, caller);
      if (file != null) {
        String configured = vault.configuredKeyFile();
        vault =
            new Status(
                State.UNSEALED, "", Source.FILE, file + "", configured, 0, 2, false, 2, 3, 5);
      }
    }
  }

  private final class FakeClock implements ContainerClock {
    @Override
    public java.time.Instant now() {
      return FakeContainer.TIME;
    }

    @Override
    public Optional<Leap> leap() {
      return leap;
    }

    @Override
    public Optional<Leap> accept(String reason, Caller caller) {
      if (caller.kind() != Caller.Kind.OWNER) {
        throw new AccessDeniedException(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
      }
      container.reasons.add(reason);
      Optional<Leap> accepted = leap;
      leap = Optional.empty();
      return accepted;
    }
  }
}
