package solo.capability.vault;

import java.util.Map;
import java.util.TreeMap;
import solo.core.tenant.ServiceKey;

/**
 * A data key of a tenant, wrapped.
 *
 * @param createdMs epoch milliseconds
 * @param wrapped the key under each master key, by the number of its slot
 */
record DataKey(String tenant, long keyId, long createdMs, Map<Integer, byte[]> wrapped) {
  /** The length of a wrapped key in bytes. */
  static final int WRAPPED_BYTES = AesKey.BYTES + Gcm.OVERHEAD;

  DataKey {
    ServiceKey.requireId("tenant", tenant);
    if (keyId < 1) {
      throw new IllegalArgumentException("a key's id is above 0, not " + keyId);
    }
    wrapped = Map.copyOf(wrapped);
  }

  /** Which it is. */
  record Id(String tenant, long keyId) {}

  Id id() {
    return new Id(tenant, keyId);
  }

  /** The same, under one more master key. */
  DataKey with(int slot, byte[] sealed) {
    Map<Integer, byte[]> more = new TreeMap<>(wrapped);
    more.put(slot, sealed);
    return new DataKey(tenant, keyId, createdMs, more);
  }

  /** The same, under one master key alone. */
  DataKey only(int slot) {
    return new DataKey(tenant, keyId, createdMs, Map.of(slot, wrapped.get(slot)));
  }

  /** Seals a key under a master key, for this place alone. */
  byte[] wrap(AesKey key, int slot, AesKey master, Gcm gcm) {
    byte[] raw = key.getEncoded();
    try {
      return gcm.seal(master, Binding.dataKey(tenant, keyId, slot), raw);
    } finally {
      java.util.Arrays.fill(raw, (byte) 0);
    }
  }

  /** The key; the caller closes it. */
  AesKey unwrap(int slot, AesKey master, Gcm gcm) throws DoesNotOpenException {
    return new AesKey(gcm.open(master, Binding.dataKey(tenant, keyId, slot), wrapped.get(slot)));
  }
}
