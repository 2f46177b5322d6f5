package solo.capability.vault;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import solo.core.vault.VaultKeys.Source;
import solo.core.vault.VaultKeys.State;

/**
 * The keyring in memory, as it is on disk or newer by what only waits to be written, and the master
 * keys of its slots: of none where it is sealed, else of all; and whether it is. Guarded by its
 * owner's lock.
 */
final class HeldKeys {
  private final Gcm gcm;
  private final KeyringFile file;
  private final Map<Integer, AesKey> masters = new HashMap<>();
  private Optional<Keyring> ring = Optional.empty();
  private State state = State.SEALED;
  private String why = "it is being restored";
  private boolean failed;

  HeldKeys(Gcm gcm, KeyringFile file) {
    this.gcm = gcm;
    this.file = file;
  }

  Optional<Keyring> ring() {
    return ring;
  }

  /** Forgets all and wipes the master keys. */
  void forget() {
    masters.values().forEach(AesKey::close);
    masters.clear();
    ring = Optional.empty();
  }

  State state() {
    return state;
  }

  /** Why it is sealed; else empty. */
  String why() {
    return why;
  }

  void seal(String reason) {
    is(State.SEALED, reason);
  }

  /** Sealed, and so for good. */
  void fail(String reason) {
    failed = true;
    is(State.SEALED, reason);
  }

  boolean failed() {
    return failed;
  }

  void open() {
    is(State.UNSEALED, "");
  }

  void empty() {
    is(State.EMPTY, "");
  }

  private void is(State now, String reason) {
    state = now;
    why = reason;
  }

  /** Throws where nothing can be read, nor a first secret be put. */
  void requireNotSealed(Source source) {
    if (state == State.SEALED) {
      throw Refused.sealed(why);
    } else if (state == State.EMPTY && source == Source.PASSPHRASE) {
      throw Refused.sealed("it has no passphrase yet: vault-unseal sets it");
    }
  }

  /** Holds a keyring that is on disk, or differs from it by what the next writing brings there. */
  void hold(Keyring held) {
    ring = Optional.of(held);
    List<Integer> gone = new ArrayList<>(masters.keySet());
    held.slots().forEach(slot -> gone.remove((Integer) slot.number()));
    gone.forEach(number -> masters.remove(number).close());
  }

  /** Holds a keyring once it is durable. */
  void write(Keyring next) throws IOException {
    file.write(next);
    hold(next);
  }

  /** Takes over the master key of a slot that is held or about to be. */
  void master(Slot slot, AesKey key) {
    masters.put(slot.number(), key);
  }

  /** The newest slot of a source that the key opens. */
  Optional<Slot> openedBy(AesKey key, Source source) {
    List<Slot> newestFirst = new ArrayList<>(ring.orElseThrow().slots());
    Collections.reverse(newestFirst);
    return newestFirst.stream()
        .filter(slot -> slot.source() == source && slot.opens(key, gcm))
        .findFirst();
  }

  /** Makes a data key, wrapped by each master key; not held yet. */
  DataKey newDataKey(String tenant, long keyId, long createdMs) {
    DataKey made = new DataKey(tenant, keyId, createdMs, Map.of());
    try (AesKey key = gcm.newKey()) {
      for (Map.Entry<Integer, AesKey> master : masters.entrySet()) {
        made = made.with(master.getKey(), made.wrap(key, master.getKey(), master.getValue(), gcm));
      }
    }
    return made;
  }

  /** The same data key under another master key as well. */
  DataKey alsoUnder(Slot slot, AesKey master, DataKey wrapped) {
    try (AesKey key = unwrapped(wrapped)) {
      return wrapped.with(slot.number(), wrapped.wrap(key, slot.number(), master, gcm));
    } catch (DoesNotOpenException e) {
      throw new UnreadableKeyException(wrapped);
    }
  }

  /** The key; the caller closes it. */
  AesKey unwrapped(DataKey wrapped) throws DoesNotOpenException {
    Map.Entry<Integer, AesKey> any = masters.entrySet().iterator().next();
    return wrapped.unwrap(any.getKey(), any.getValue(), gcm);
  }

  /** What is said of a data key that does not open. */
  static String damaged(DataKey key) {
    return "data key %d of tenant %s does not open by the master key: restore the keyring, or"
            .formatted(key.keyId(), key.tenant())
        + " shred the tenant";
  }

  /** A data key does not open under the master key that opens the keyring. */
  static final class UnreadableKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableKeyException(DataKey key) {
      super(damaged(key));
    }
  }
}
