package solo.capability.vault;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import solo.core.capability.Caller;
import solo.core.vault.VaultException;
import solo.core.vault.VaultException.Cause;
import solo.core.vault.VaultKeys.Source;
import solo.core.vault.VaultKeys.State;

/**
 * Opens the keyring, makes the first one, and finishes what a crash left half done. Guarded by its
 * owner's lock.
 */
final class Opening {

  /** The log, told and asked. */
  record Log(KeyEvents events, Supplier<Facts> facts) {}

  private static final int MOST_TENANTS = 5;

  private final HeldKeys held;
  private final MasterKeys masters;
  private final KeyKeeper.Setup setup;
  private final Log log;

  Opening(HeldKeys held, MasterKeys masters, KeyKeeper.Setup setup, Log log) {
    this.held = held;
    this.masters = masters;
    this.setup = setup;
    this.log = log;
  }

  /** Reads the keyring and brings it to where the log is; no master key is known after it. */
  void look() {
    held.forget();
    if (held.failed()) {
      return;
    }
    Facts known = log.facts().get();
    try {
      Optional<Keyring> found = setup.ring().read();
      if (found.isEmpty()) {
        none(known);
      } else if (found.get().newest().number() < known.masterKey()) {
        held.seal(
            "the keyring %s is an older copy: it has master key %d, the log %d; restore the newest"
                .formatted(setup.ring().path(), found.get().newest().number(), known.masterKey()));
      } else {
        held.hold(found.get());
        settle(found.get(), known);
        held.seal(older(known).orElseGet(() -> masters.waiting(found.get())));
      }
    } catch (IOException e) {
      held.seal(
          "the keyring %s cannot be used: %s; restore it from a backup"
              .formatted(setup.ring().path(), e.getMessage()));
    }
  }

  /** Why no key may open the keyring that is held; empty where one may. */
  private Optional<String> older(Facts known) {
    SortedSet<String> lacking = known.lackedBy(held.ring().orElseThrow());
    return lacking.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ("the keyring %s is older than the log: it lacks data keys of %s; put the newer one"
                    + " back, then vault-unseal, or give up these secrets with vault-shred <tenant>")
                .formatted(setup.ring().path(), tenants(lacking)));
  }

  private static String tenants(SortedSet<String> all) {
    String some = all.stream().limit(MOST_TENANTS).collect(Collectors.joining(", "));
    return all.size() > MOST_TENANTS
        ? "tenants %s and %d more".formatted(some, all.size() - MOST_TENANTS)
        : (all.size() == 1 ? "tenant " : "tenants ") + some;
  }

  private void none(Facts known) {
    if (known.secrets() == 0) {
      held.empty();
    } else {
      held.seal(
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

  /** Opens a keyring that is held by the file, where one does; else says why not. */
  boolean byFile() {
    if (older(log.facts().get()).isPresent()) {
      return false;
    }
    if (held.ring().orElseThrow().slots().stream().noneMatch(s -> s.source() == Source.FILE)) {
      return false;
    }
    try {
      AesKey key = setup.keyFile().read();
      Optional<Slot> slot = held.openedBy(key, Source.FILE);
      if (slot.isPresent()) {
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
    held.seal(
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
    held.open();
    if (slot.number() > 1 && log.facts().get().masterKey() < slot.number()) {
      int keys = held.ring().orElseThrow().keys().size();
      KeyEvents.By by = new KeyEvents.By(Caller.system("vault"), "finished after a crash");
      told(() -> log.events().rotated(slot.number(), slot.source(), keys, by));
    }
  }

  /** The log is told where it can be. */
  void told(Runnable telling) {
    try {
      telling.run();
    } catch (VaultException e) {
      setup.logger().warn("The log is not told of the vault: {}", e.getMessage());
    }
  }

  /** Opens a keyring that is held. */
  Slot byPassphrase(char[] passphrase) {
    Keyring ring = held.ring().orElseThrow(() -> Refused.sealed(held.why()));
    if (older(log.facts().get()).isPresent()) {
      throw Refused.sealed(held.why());
    }
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

  /** What the shredded tenant lacked may be all that kept it sealed. */
  void afterShred() {
    look();
    if (held.ring().isPresent() && byFile()) {
      Slot slot = held.ring().orElseThrow().newest();
      KeyEvents.By by = new KeyEvents.By(Caller.system("vault"), "after a shred");
      told(() -> log.events().unsealed(slot.number(), slot.source(), by));
    }
  }

  /** Makes the first keyring of an empty vault. */
  Slot first(char[] passphrase) {
    if (setup.source() != Source.PASSPHRASE) {
      throw Refused.because(
          "the vault's master key comes from the file "
              + setup.keyFile().path()
              + ", which the first secret makes; masterKey in solo.capability.vault.cfg says so");
    }
    return found(masters.ofPassphrase(log.facts().get().masterKey() + 1, passphrase));
  }

  /** The first keyring of a vault, by its first master key. */
  private Slot found(MasterKeys.Made made) {
    Keyring ring = Keyring.first(made.slot(), log.facts().get().newestKeyId() + 1);
    try {
      held.master(made.slot(), made.key());
      held.write(ring);
    } catch (IOException e) {
      held.forget();
      throw Refused.unwritten("the keyring", e);
    }
    held.open();
    return made.slot();
  }

  /** A keyring may be there by now: of a first secret whose keyring was not surely written. */
  void beginOrGoOn() {
    look();
    if (held.ring().isPresent()) {
      byFile();
    }
    held.requireNotSealed(setup.source());
    if (held.state() == State.EMPTY) {
      firstByFile();
    }
  }

  private void firstByFile() {
    Slot slot = found(masters.ofFile(log.facts().get().masterKey() + 1));
    setup.logger().info("The vault has its master key in {}", setup.keyFile().path());
    KeyEvents.By by = new KeyEvents.By(Caller.system("vault"), "the first secret made it");
    told(() -> log.events().unsealed(slot.number(), slot.source(), by));
  }
}
