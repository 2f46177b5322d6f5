package solo.capability.vault;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import solo.core.capability.Authorization;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretVersion;

/**
 * The secrets without their values: a fold of the log, pure. What an event says that cannot be is
 * passed over. Safe for use by many threads.
 */
final class SecretTable {

  /**
   * A name.
   *
   * @param last the highest version that it ever had
   * @param versions those that are kept, oldest first; empty where it was deleted
   */
  record Entry(int last, List<SecretVersion> versions) {
    Entry {
      versions = List.copyOf(versions);
    }

    Optional<SecretVersion> newest() {
      return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
    }
  }

  /** The names that an event changed. */
  private static final List<SecretKey> NOTHING = List.of();

  private static final Entry UNKNOWN = new Entry(0, List.of());

  private final int keep;
  private final NavigableMap<SecretKey, Entry> entries = new TreeMap<>();
  private final Map<Long, Long> uses = new HashMap<>();
  private final Map<String, Long> shreddedUpTo = new HashMap<>();
  private long newestKeyId;
  private int masterKey;

  /** An empty one that keeps so many versions of a secret. */
  SecretTable(int keep) {
    this.keep = keep;
  }

  /** Follows an event; the names that it changed. */
  synchronized List<SecretKey> apply(Event event) {
    String tenant = event.draft().tenant();
    if (event.payload() instanceof Payload.SecretStored stored) {
      return stored(event, stored);
    } else if (event.payload() instanceof Payload.SecretDeleted deleted) {
      return key(tenant, deleted.name()).filter(this::deleted).map(List::of).orElse(NOTHING);
    } else if (event.payload() instanceof Payload.VaultShredded) {
      return shredded(tenant);
    } else if (event.payload() instanceof Payload.VaultRotated rotated) {
      masterKey = Math.max(masterKey, rotated.masterKey());
    } else if (event.payload() instanceof Payload.VaultUnsealed unsealed) {
      masterKey = Math.max(masterKey, unsealed.masterKey());
    }
    return NOTHING;
  }

  private List<SecretKey> stored(Event event, Payload.SecretStored stored) {
    SecretKey key = key(event.draft().tenant(), stored.name()).orElse(null);
    if (key == null || stored.version() < 1 || stored.keyId() < 1 || stored.bytes() < 0) {
      return NOTHING;
    }
    newestKeyId = Math.max(newestKeyId, stored.keyId());
    uses.merge(stored.keyId(), 1L, Long::sum);
    if (stored.version() <= entry(key).last()) {
      return NOTHING;
    }
    add(version(key, event, stored));
    return List.of(key);
  }

  private static SecretVersion version(SecretKey key, Event event, Payload.SecretStored stored) {
    return new SecretVersion(
        key,
        stored.version(),
        event.time(),
        event.draft().actor(),
        stored.bytes(),
        stored.keyId(),
        event.id());
  }

  private void add(SecretVersion version) {
    List<SecretVersion> versions = new ArrayList<>(entry(version.key()).versions());
    versions.add(version);
    int from = Math.max(0, versions.size() - keep);
    entries.put(
        version.key(), new Entry(version.version(), versions.subList(from, versions.size())));
  }

  private boolean deleted(SecretKey key) {
    return entries.computeIfPresent(key, (k, entry) -> new Entry(entry.last(), List.of())) != null;
  }

  private List<SecretKey> shredded(String tenant) {
    shreddedUpTo.put(tenant, newestKeyId);
    List<SecretKey> its =
        entries.keySet().stream().filter(key -> key.tenant().equals(tenant)).toList();
    its.forEach(this::deleted);
    return its;
  }

  private static Optional<SecretKey> key(String tenant, String name) {
    try {
      return Optional.of(new SecretKey(tenant, name));
    } catch (IllegalArgumentException | NullPointerException e) {
      return Optional.empty();
    }
  }

  /** What is kept of it besides the versions. */
  record Numbers(
      long newestKeyId, int masterKey, Map<Long, Long> uses, Map<String, Long> shreddedUpTo) {
    Numbers {
      uses = Map.copyOf(uses);
      shreddedUpTo = Map.copyOf(shreddedUpTo);
    }
  }

  /** The highest numbers of keys, as in {@link Numbers}. */
  record Newest(long keyId, int masterKey) {}

  synchronized Newest newestNumbers() {
    return new Newest(newestKeyId, masterKey);
  }

  /** Every name that there is or was, sorted. */
  synchronized SortedMap<SecretKey, Entry> entries() {
    return new TreeMap<>(entries);
  }

  synchronized Numbers numbers() {
    return new Numbers(newestKeyId, masterKey, uses, shreddedUpTo);
  }

  /** Takes over what was kept, in place of all that is here. */
  synchronized void restore(Numbers numbers, Map<SecretKey, Integer> lasts) {
    clear();
    newestKeyId = numbers.newestKeyId();
    masterKey = numbers.masterKey();
    uses.putAll(numbers.uses());
    shreddedUpTo.putAll(numbers.shreddedUpTo());
    lasts.forEach((key, last) -> entries.put(key, new Entry(last, List.of())));
  }

  /**
   * Takes over a version that was kept, later than those before it.
   *
   * @throws IllegalStateException when it cannot be one of its name
   */
  synchronized void restore(SecretVersion version) {
    int last = entry(version.key()).last();
    if (version.version() > last) {
      throw new IllegalStateException("a version after the last of " + version.key());
    }
    add(version);
    entries.computeIfPresent(version.key(), (key, entry) -> new Entry(last, entry.versions()));
  }

  /** Forgets all. */
  synchronized void clear() {
    entries.clear();
    uses.clear();
    shreddedUpTo.clear();
    newestKeyId = 0;
    masterKey = 0;
  }

  /** What is known of a name. */
  synchronized Entry entry(SecretKey key) {
    return entries.getOrDefault(key, UNKNOWN);
  }

  /** The newest version of each secret that is there, sorted. */
  synchronized List<SecretVersion> newest() {
    return entries.values().stream().flatMap(entry -> entry.newest().stream()).toList();
  }

  /** Every version that is there, sorted. */
  synchronized List<SecretVersion> versions() {
    return entries.values().stream().flatMap(entry -> entry.versions().stream()).toList();
  }

  /** How many secrets a tenant has. */
  synchronized long count(String tenant) {
    return newest().stream().filter(one -> one.key().tenant().equals(tenant)).count();
  }

  /** How many there are. */
  record Counts(int tenants, long secrets, long versions) {}

  /** Of a tenant, or of all. */
  synchronized Counts counts(String scope) {
    List<SecretVersion> versions =
        versions().stream()
            .filter(
                one -> scope.equals(Authorization.EVERY_TENANT) || scope.equals(one.key().tenant()))
            .toList();
    return new Counts(
        (int) versions.stream().map(one -> one.key().tenant()).distinct().count(),
        versions.stream().map(SecretVersion::key).distinct().count(),
        versions.size());
  }

  /** How often a data key has encrypted. */
  synchronized long uses(long keyId) {
    return uses.getOrDefault(keyId, 0L);
  }

  /** What the keyring has to fit. */
  synchronized Facts facts() {
    Map<String, Set<Long>> named = new HashMap<>();
    versions()
        .forEach(
            one ->
                named.computeIfAbsent(one.key().tenant(), t -> new HashSet<>()).add(one.keyId()));
    return new Facts(newest().size(), newestKeyId, masterKey, shreddedUpTo, named);
  }
}
