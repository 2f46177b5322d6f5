package solo.capability.vault;

import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the log says that the keyring has to fit.
 *
 * @param secrets how many there are
 * @param newestKeyId the highest id of a data key that encrypted something, 0 for none
 * @param masterKey the highest number of a master key, 0 for none
 * @param shreddedUpTo by tenant, the highest id of a data key that was shredded
 * @param named by tenant, the data keys of the versions that are kept
 */
record Facts(
    long secrets,
    long newestKeyId,
    int masterKey,
    Map<String, Long> shreddedUpTo,
    Map<String, Set<Long>> named) {

  Facts {
    named = Map.copyOf(named);
    shreddedUpTo = Map.copyOf(shreddedUpTo);
  }

  /** Whether the key is to be gone. */
  boolean isShredded(DataKey key) {
    return key.keyId() <= shreddedUpTo.getOrDefault(key.tenant(), 0L);
  }

  /**
   * The tenants with a data key that the log names and the keyring has not: it is older than the
   * log, for a key is durable before an event names it.
   */
  SortedSet<String> lackedBy(Keyring ring) {
    Set<DataKey.Id> there = ring.ids();
    SortedSet<String> lacking = new TreeSet<>();
    named.forEach(
        (tenant, keyIds) -> {
          if (!keyIds.stream().allMatch(keyId -> there.contains(new DataKey.Id(tenant, keyId)))) {
            lacking.add(tenant);
          }
        });
    return lacking;
  }
}
