package solo.capability.vault;

import java.util.Map;

/**
 * What the log says that the keyring has to fit.
 *
 * @param secrets how many there are
 * @param newestKeyId the highest id of a data key that encrypted something, 0 for none
 * @param masterKey the highest number of a master key, 0 for none
 * @param shreddedUpTo by tenant, the highest id of a data key that was shredded
 */
record Facts(long secrets, long newestKeyId, int masterKey, Map<String, Long> shreddedUpTo) {

  Facts {
    shreddedUpTo = Map.copyOf(shreddedUpTo);
  }

  /** Whether the key is to be gone. */
  boolean isShredded(DataKey key) {
    return key.keyId() <= shreddedUpTo.getOrDefault(key.tenant(), 0L);
  }
}
