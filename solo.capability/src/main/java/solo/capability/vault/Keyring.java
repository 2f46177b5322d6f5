package solo.capability.vault;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import solo.core.vault.VaultKeys.Source;

/**
 * The master keys' slots and all data keys, wrapped. Immutable; each change is one more in
 * sequence.
 *
 * @param sequence how often it was written
 * @param nextKeyId the id of the next data key, never that of one before
 * @param slots one; two during a rotation, the newer last
 * @param keys each wrapped under every slot
 */
record Keyring(long sequence, long nextKeyId, List<Slot> slots, List<DataKey> keys) {

  Keyring {
    slots = slots.stream().sorted(Comparator.comparingInt(Slot::number)).toList();
    keys = List.copyOf(keys);
    Set<Integer> numbers = slots.stream().map(Slot::number).collect(Collectors.toSet());
    if (slots.isEmpty() || slots.size() > 2 || numbers.size() != slots.size()) {
      throw new IllegalArgumentException("a keyring has one or two slots, not " + slots.size());
    }
    for (DataKey key : keys) {
      if (!key.wrapped().keySet().equals(numbers) || key.keyId() >= nextKeyId) {
        throw new IllegalArgumentException(
            "data key %d of %s does not fit the keyring".formatted(key.keyId(), key.tenant()));
      }
    }
  }

  /** The first of a vault. */
  static Keyring first(Slot slot, long nextKeyId) {
    return new Keyring(1, nextKeyId, List.of(slot), List.of());
  }

  /** The master key that was made last. */
  Slot newest() {
    return slots.get(slots.size() - 1);
  }

  /** The slot whose key is to open it: that of a passphrase, where there is one beside a file's. */
  Slot toOpen() {
    return slots.stream()
        .filter(slot -> slot.source() == Source.PASSPHRASE)
        .reduce((older, newer) -> newer)
        .orElse(newest());
  }

  /** Whether a rotation has begun and not ended. */
  boolean rotating() {
    return slots.size() > 1;
  }

  Optional<DataKey> key(String tenant, long keyId) {
    return keys.stream().filter(k -> k.keyId() == keyId && k.tenant().equals(tenant)).findAny();
  }

  Set<DataKey.Id> ids() {
    return keys.stream().map(DataKey::id).collect(Collectors.toSet());
  }

  /** The key of a tenant that was made last. */
  Optional<DataKey> newestOf(String tenant) {
    return keys.stream()
        .filter(key -> key.tenant().equals(tenant))
        .max(Comparator.comparingLong(DataKey::keyId));
  }

  /** With one more data key. */
  Keyring with(DataKey key) {
    List<DataKey> more = new ArrayList<>(keys);
    more.add(key);
    return new Keyring(sequence + 1, Math.max(nextKeyId, key.keyId() + 1), slots, more);
  }

  /** Without those data keys. */
  Keyring without(Predicate<DataKey> gone) {
    return new Keyring(
        sequence + 1, nextKeyId, slots, keys.stream().filter(gone.negate()).toList());
  }

  /** With a second master key, under which each data key is wrapped too. */
  Keyring with(Slot slot, UnaryOperator<DataKey> wrapped) {
    List<Slot> both = new ArrayList<>(slots);
    both.add(slot);
    return new Keyring(sequence + 1, nextKeyId, both, keys.stream().map(wrapped).toList());
  }

  /** With one master key alone. */
  Keyring only(Slot slot) {
    List<DataKey> left = keys.stream().map(key -> key.only(slot.number())).toList();
    return new Keyring(sequence + 1, nextKeyId, List.of(slot), left);
  }

  /** Without a key, also not a wrapped one. */
  @Override
  public String toString() {
    return "keyring %d with %d data keys".formatted(sequence, keys.size());
  }
}
