package solo.capability.vault;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.osgi.service.log.Logger;
import solo.core.capability.Caller;
import solo.core.vault.VaultKeys.Source;
import solo.core.vault.VaultKeys.State;

/**
 * Keeps the keys: opens the keyring, gives data keys out and makes new ones, and changes the master
 * key. A change is in force when it is durable. Safe for use by many threads.
 */
final class KeyKeeper {

  /**
   * What it works with.
   *
   * @param source of the first master key
   * @param iterations of PBKDF2, for new passphrases
   * @param clock stamps new keys
   */
  record Setup(
      KeyringFile ring,
      KeyFile keyFile,
      Source source,
      int iterations,
      Steps steps,
      InstantSource clock,
      Logger logger) {}

  private final Gcm gcm;
  private final Setup setup;
  private final KeyEvents events;
  private final Supplier<Facts> facts;
  private final HeldKeys held;
  private final MasterKeys masters;
  private final Opening opening;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  KeyKeeper(Gcm gcm, Setup setup, KeyEvents events, Supplier<Facts> facts) {
    this.gcm = gcm;
    this.setup = setup;
    this.events = events;
    this.facts = facts;
    held = new HeldKeys(gcm, setup.ring());
    masters = new MasterKeys(gcm, setup);
    opening = new Opening(held, masters, setup, new Opening.Log(events, facts));
  }

  /** How it is; as in {@code VaultKeys.Status}. */
  record View(
      State state, String why, Source source, int iterations, int masterKey, boolean rotating) {}

  View view() {
    return reading(
        () -> {
          Optional<Keyring> ring = held.ring();
          Optional<Slot> slot =
              ring.map(held.state() == State.SEALED ? Keyring::toOpen : Keyring::newest);
          return new View(
              held.state(),
              held.why(),
              slot.map(Slot::source).orElse(setup.source()),
              slot.map(Slot::iterations).orElse(masters.iterations()),
              ring.map(r -> r.newest().number()).orElse(0),
              ring.map(Keyring::rotating).orElse(false));
        });
  }

  /** The keyring, empty where there is none that can be used. */
  Optional<Keyring> ring() {
    return reading(held::ring);
  }

  /**
   * What is wrong with the keyring's file while it is held in memory; empty where nothing is. What
   * is held is whole all the same, and the next writing puts it back.
   */
  Optional<String> wrongOnDisk() {
    return reading(() -> held.ring().flatMap(this::wrongOnDisk));
  }

  private Optional<String> wrongOnDisk(Keyring now) {
    try {
      long found = setup.ring().read().map(Keyring::sequence).orElse(0L);
      return found == now.sequence()
          ? Optional.empty()
          : Optional.of(
              found == 0
                  ? setup.ring().path() + " is missing"
                  : "%s is writing %d, in memory is writing %d"
                      .formatted(setup.ring().path(), found, now.sequence()));
    } catch (IOException e) {
      return Optional.of(setup.ring().path() + " cannot be used: " + e.getMessage());
    }
  }

  /** Looks at what is on disk, and opens it where that needs nobody. */
  void begin() {
    writing(
        () -> {
          opening.look();
          if (held.ring().isPresent()) {
            opening.byFile();
          }
          if (held.state() == State.SEALED) {
            setup.logger().warn("The vault is sealed: {}", held.why());
            opening.told(() -> events.sealed(held.why()));
          }
          return null;
        });
  }

  /** It stays sealed until the next start: what the log says of it is not known. */
  void fail(String reason) {
    writing(
        () -> {
          held.forget();
          held.fail(reason);
          return null;
        });
  }

  /** As {@code VaultKeys.unseal}; the passphrase is left as it is. */
  boolean unseal(char[] passphrase, Caller caller) {
    return writing(
        () -> {
          if (held.state() == State.UNSEALED) {
            return false;
          }
          held.ring().ifPresent(masters::requirePassphrase);
          opening.look();
          Slot slot =
              held.state() == State.EMPTY
                  ? opening.first(passphrase)
                  : opening.byPassphrase(passphrase);
          opening.told(() -> events.unsealed(slot.number(), slot.source(), by(caller)));
          return true;
        });
  }

  /** As {@code VaultKeys.unseal}, by the file. */
  boolean unseal(Caller caller) {
    return writing(
        () -> {
          if (held.state() == State.UNSEALED) {
            return false;
          }
          opening.look();
          if (held.state() == State.EMPTY) {
            return false;
          }
          if (held.ring().isEmpty() || !opening.byFile()) {
            throw Refused.sealed(held.why());
          }
          Slot slot = held.ring().orElseThrow().newest();
          opening.told(() -> events.unsealed(slot.number(), slot.source(), by(caller)));
          return true;
        });
  }

  private static KeyEvents.By by(Caller caller) {
    return new KeyEvents.By(caller, "");
  }

  /**
   * A data key of the tenant that may encrypt: its newest that is not worn, else a new one, which
   * is durable then.
   */
  long usable(String tenant, LongPredicate worn) {
    Optional<Long> there = reading(() -> fresh(tenant, worn));
    return there.isPresent()
        ? there.get()
        : writing(() -> fresh(tenant, worn).orElseGet(() -> make(tenant)));
  }

  private Optional<Long> fresh(String tenant, LongPredicate worn) {
    held.requireNotSealed(setup.source());
    return held.ring()
        .flatMap(ring -> ring.newestOf(tenant))
        .map(DataKey::keyId)
        .filter(keyId -> !worn.test(keyId));
  }

  private long make(String tenant) {
    if (held.state() == State.EMPTY) {
      opening.beginOrGoOn();
    }
    Keyring ring = held.ring().orElseThrow();
    Facts known = facts.get();
    if (known.lackedBy(ring).contains(tenant)) {
      throw Refused.corrupt(
          "a data key of tenant %s is not in the keyring %s: no other is made in its place"
              .formatted(tenant, setup.ring().path()));
    }
    long keyId = Math.max(ring.nextKeyId(), known.newestKeyId() + 1);
    DataKey key = held.newDataKey(tenant, keyId, setup.clock().millis());
    try {
      held.write(ring.with(key));
    } catch (IOException e) {
      throw Refused.unwritten("the keyring", e);
    }
    setup.steps().reached("keyring.key");
    return keyId;
  }

  /** Throws where nothing can be read. */
  void requireOpen() {
    reading(
        () -> {
          held.requireNotSealed(setup.source());
          return null;
        });
  }

  /** A data key; the caller closes it. */
  AesKey dataKey(String tenant, long keyId) {
    return reading(
        () -> {
          held.requireNotSealed(setup.source());
          DataKey key = held.ring().flatMap(ring -> ring.key(tenant, keyId)).orElse(null);
          if (key == null) {
            throw Refused.corrupt(
                "data key %d of tenant %s is not in the keyring %s: restore its newest copy"
                    .formatted(keyId, tenant, setup.ring().path()));
          }
          try {
            return held.unwrapped(key);
          } catch (DoesNotOpenException e) {
            throw Refused.corrupt(HeldKeys.damaged(key));
          }
        });
  }

  /** How many data keys a tenant has. */
  int count(String tenant) {
    return (int)
        ring().map(Keyring::keys).stream()
            .flatMap(List::stream)
            .filter(key -> key.tenant().equals(tenant))
            .count();
  }

  /** Whether the keyring's file may have data keys of the tenant, as a half shred leaves them. */
  boolean leftOnDisk(String tenant) {
    return reading(
        () -> {
          try {
            return setup.ring().read().stream().anyMatch(r -> r.newestOf(tenant).isPresent());
          } catch (IOException e) {
            return true;
          }
        });
  }

  /** Throws where the keys of a tenant could not be removed. */
  void requireShreddable() {
    reading(
        () -> {
          if (held.ring().isEmpty() && !setup.ring().isMissing()) {
            throw Refused.sealed(held.why());
          }
          return null;
        });
  }

  /** Removes the tenant's data keys; durable when it returns. Needs no master key. */
  int shred(String tenant) {
    return writing(
        () -> {
          Keyring old = held.ring().orElse(null);
          if (old == null) {
            opening.look();
            return 0;
          }
          Keyring next = old.without(key -> key.tenant().equals(tenant));
          try {
            held.write(next);
          } catch (IOException e) {
            held.hold(next);
            throw Refused.unwritten("the secrets are gone; the keyring without their keys", e);
          }
          if (held.state() == State.SEALED) {
            opening.afterShred();
          }
          return old.keys().size() - next.keys().size();
        });
  }

  /** Changes the master key; what is half done is finished before. */
  void rotate(MasterKeys.Renewing renewing, KeyEvents.By by) {
    writing(
        () -> {
          held.requireNotSealed(setup.source());
          Keyring ring = held.ring().orElseThrow(() -> Refused.because("the vault is empty"));
          Rotation rotation = new Rotation(held, setup, events);
          if (ring.rotating()) {
            rotation.finishPending(by);
          }
          rotation.run(renewing.make(held.ring().orElseThrow(), masters), by);
          return null;
        });
  }

  /** Wipes what is in memory. */
  void close() {
    writing(
        () -> {
          held.forget();
          held.seal("it is closed");
          return null;
        });
  }

  private <T> T reading(Supplier<T> action) {
    lock.readLock().lock();
    try {
      return action.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  private <T> T writing(Supplier<T> action) {
    lock.writeLock().lock();
    try {
      return action.get();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
