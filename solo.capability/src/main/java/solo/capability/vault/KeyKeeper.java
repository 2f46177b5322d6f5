package solo.capability.vault;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.osgi.service.log.Logger;
import solo.core.capability.Caller;
import solo.core.vault.VaultException;
import solo.core.vault.VaultException.Cause;
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
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private State state = State.SEALED;
  private String why = "it is being restored";
  private String fault = "";

  KeyKeeper(Gcm gcm, Setup setup, KeyEvents events, Supplier<Facts> facts) {
    this.gcm = gcm;
    this.setup = setup;
    this.events = events;
    this.facts = facts;
    held = new HeldKeys(gcm, setup.ring());
    masters = new MasterKeys(gcm, setup);
  }

  /** How it is; as in {@code VaultKeys.Status}. */
  record View(
      State state, String why, Source source, int iterations, int masterKey, boolean rotating) {}

  View view() {
    return reading(
        () -> {
          Optional<Keyring> ring = held.ring();
          Optional<Slot> slot = ring.map(state == State.SEALED ? Keyring::toOpen : Keyring::newest);
          return new View(
              state,
              why,
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
          look();
          if (held.ring().isPresent()) {
            openByFile();
          }
          if (state == State.SEALED) {
            setup.logger().warn("The vault is sealed: {}", why);
            told(() -> events.sealed(why));
          }
          return null;
        });
  }

  /** It stays sealed until the next start: what the log says of it is not known. */
  void fail(String reason) {
    writing(
        () -> {
          fault = reason;
          held.forget();
          seal(reason);
          return null;
        });
  }

  /** Reads the keyring and brings it to where the log is; no master key is known after it. */
  private void look() {
    held.forget();
    if (!fault.isEmpty()) {
      seal(fault);
      return;
    }
    Facts known = facts.get();
    try {
      Optional<Keyring> found = setup.ring().read();
      if (found.isEmpty()) {
        none(known);
      } else if (found.get().newest().number() < known.masterKey()) {
        seal(
            "the keyring %s is an older copy: it has master key %d, the log %d; restore the newest"
                .formatted(setup.ring().path(), found.get().newest().number(), known.masterKey()));
      } else {
        held.hold(found.get());
        settle(found.get(), known);
        seal(masters.waiting(found.get()));
      }
    } catch (IOException e) {
      seal(
          "the keyring %s cannot be used: %s; restore it from a backup"
              .formatted(setup.ring().path(), e.getMessage()));
    }
  }

  private void none(Facts known) {
    if (known.secrets() == 0) {
      state = State.EMPTY;
      why = "";
    } else {
      seal(
          "the keyring %s is missing, and %d secrets are under its keys; restore it from a backup,"
                  .formatted(setup.ring().path(), known.secrets())
              + " or shred the tenants whose secrets are lost");
    }
  }

  /** What a crash left undone, as far as it needs no key. */
  private void settle(Keyring found, Facts known) {
    Keyring next = found;
    if (next.keys().stream().anyMatch(known::isShredded)) {
      next = next.without(known::isShredded);
    }
    if (next.rotating() && known.masterKey() >= next.newest().number()) {
      next = next.only(next.newest());
    }
    if (next != found) {
      writeOrHold(next);
    }
  }

  private void writeOrHold(Keyring next) {
    try {
      held.write(next);
    } catch (IOException e) {
      held.hold(next);
      setup.logger().warn("The vault's keyring is written later: {}", e.getMessage());
    }
  }

  private void seal(String reason) {
    state = State.SEALED;
    why = reason;
  }

  private boolean openByFile() {
    if (held.ring().orElseThrow().slots().stream().noneMatch(s -> s.source() == Source.FILE)) {
      return false;
    }
    try {
      AesKey key = setup.keyFile().read();
      Optional<Slot> slot = held.openedBy(key, Source.FILE);
      if (slot.isPresent()) {
        setup.keyFile().force();
        adopt(slot.get(), key);
        return true;
      }
      key.close();
      notByFile(
          "the key in %s is not the one of this vault: restore the one that is, then vault-unseal"
              .formatted(setup.keyFile().path()));
    } catch (IOException e) {
      notByFile(e.getMessage() + "; then vault-unseal");
    }
    return false;
  }

  /** Half way from a passphrase to a file the passphrase still opens. */
  private void notByFile(String reason) {
    boolean half = MasterKeys.takesPassphrase(held.ring().orElseThrow());
    seal(
        half
            ? "a rotation was cut short: vault-unseal takes the passphrase; or " + reason
            : reason);
  }

  /** From now on it is open; a half rotation ends with the key that opened it. */
  private void adopt(Slot slot, AesKey key) {
    held.master(slot, key);
    if (held.ring().orElseThrow().rotating()) {
      writeOrHold(held.ring().orElseThrow().only(slot));
    }
    state = State.UNSEALED;
    why = "";
    if (slot.number() > 1 && facts.get().masterKey() < slot.number()) {
      int keys = held.ring().orElseThrow().keys().size();
      KeyEvents.By by = new KeyEvents.By(Caller.system("vault"), "finished after a crash");
      told(() -> events.rotated(slot.number(), slot.source(), keys, by));
    }
  }

  private void told(Runnable telling) {
    try {
      telling.run();
    } catch (VaultException e) {
      setup.logger().warn("The log is not told of the vault: {}", e.getMessage());
    }
  }

  /** As {@code VaultKeys.unseal}; the passphrase is left as it is. */
  boolean unseal(char[] passphrase, Caller caller) {
    return writing(
        () -> {
          if (state == State.UNSEALED) {
            return false;
          }
          held.ring().ifPresent(masters::requirePassphrase);
          look();
          Slot slot = state == State.EMPTY ? first(passphrase) : byPassphrase(passphrase);
          told(() -> events.unsealed(slot.number(), slot.source(), by(caller)));
          return true;
        });
  }

  private Slot byPassphrase(char[] passphrase) {
    Keyring ring = held.ring().orElseThrow(() -> Refused.sealed(why));
    for (int i = ring.slots().size() - 1; i >= 0; i--) {
      Slot slot = ring.slots().get(i);
      Optional<AesKey> key = masters.opening(slot, passphrase);
      if (key.isPresent()) {
        adopt(slot, key.get());
        return slot;
      }
    }
    masters.requirePassphrase(ring);
    throw new VaultException(Cause.WRONG_KEY, "the passphrase is not the one of this vault");
  }

  private Slot first(char[] passphrase) {
    if (setup.source() != Source.PASSPHRASE) {
      throw Refused.because(
          "the vault's master key comes from the file "
              + setup.keyFile().path()
              + ", which the first secret makes; masterKey in solo.capability.vault.cfg says so");
    }
    return found(masters.ofPassphrase(facts.get().masterKey() + 1, passphrase));
  }

  /** As {@code VaultKeys.unseal}, by the file. */
  boolean unseal(Caller caller) {
    return writing(
        () -> {
          if (state == State.UNSEALED) {
            return false;
          }
          look();
          if (state == State.EMPTY) {
            return false;
          }
          if (held.ring().isEmpty() || !openByFile()) {
            throw Refused.sealed(why);
          }
          Slot slot = held.ring().orElseThrow().newest();
          told(() -> events.unsealed(slot.number(), slot.source(), by(caller)));
          return true;
        });
  }

  private static KeyEvents.By by(Caller caller) {
    return new KeyEvents.By(caller, "");
  }

  /** The first keyring of a vault, by its first master key. */
  private Slot found(MasterKeys.Made made) {
    Keyring ring = Keyring.first(made.slot(), facts.get().newestKeyId() + 1);
    try {
      held.master(made.slot(), made.key());
      held.write(ring);
    } catch (IOException e) {
      held.forget();
      throw Refused.unwritten("the keyring", e);
    }
    state = State.UNSEALED;
    why = "";
    return made.slot();
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
    requireNotSealed();
    return held.ring()
        .flatMap(ring -> ring.newestOf(tenant))
        .map(DataKey::keyId)
        .filter(keyId -> !worn.test(keyId));
  }

  private long make(String tenant) {
    if (state == State.EMPTY) {
      beginOrGoOn();
    }
    Keyring ring = held.ring().orElseThrow();
    long keyId = Math.max(ring.nextKeyId(), facts.get().newestKeyId() + 1);
    DataKey key = held.newDataKey(tenant, keyId, setup.clock().millis());
    try {
      held.write(ring.with(key));
    } catch (IOException e) {
      throw Refused.unwritten("the keyring", e);
    }
    setup.steps().reached("keyring.key");
    return keyId;
  }

  /** A keyring may be there by now: of a first secret whose keyring was not surely written. */
  private void beginOrGoOn() {
    look();
    if (held.ring().isPresent()) {
      openByFile();
    }
    requireNotSealed();
    if (state == State.EMPTY) {
      firstByFile();
    }
  }

  private void firstByFile() {
    Slot slot = found(masters.ofFile(facts.get().masterKey() + 1));
    setup.logger().info("The vault has its master key in {}", setup.keyFile().path());
    KeyEvents.By by = new KeyEvents.By(Caller.system("vault"), "the first secret made it");
    told(() -> events.unsealed(slot.number(), slot.source(), by));
  }

  private void requireNotSealed() {
    if (state == State.SEALED) {
      throw Refused.sealed(why);
    } else if (state == State.EMPTY && setup.source() == Source.PASSPHRASE) {
      throw Refused.sealed("it has no passphrase yet: vault-unseal sets it");
    }
  }

  /** Throws where nothing can be read. */
  void requireOpen() {
    reading(
        () -> {
          requireNotSealed();
          return null;
        });
  }

  /** A data key; the caller closes it. */
  AesKey dataKey(String tenant, long keyId) {
    return reading(
        () -> {
          requireNotSealed();
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

  /** Throws where the keys of a tenant could not be removed. */
  void requireShreddable() {
    reading(
        () -> {
          if (held.ring().isEmpty() && !Files.notExists(setup.ring().path())) {
            throw Refused.sealed(why);
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
            look();
            return 0;
          }
          Keyring next = old.without(key -> key.tenant().equals(tenant));
          try {
            held.write(next);
          } catch (IOException e) {
            held.hold(next);
            throw Refused.unwritten("the secrets are gone; the keyring without their keys", e);
          }
          return old.keys().size() - next.keys().size();
        });
  }

  /** Changes the master key; what is half done is finished before. */
  void rotate(MasterKeys.Renewing renewing, KeyEvents.By by) {
    writing(
        () -> {
          requireNotSealed();
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
          seal("it is closed");
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
