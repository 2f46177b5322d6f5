package solo.capability.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import solo.core.vault.VaultException;
import solo.core.vault.VaultException.Cause;
import solo.core.vault.VaultKeys.Source;

/** Makes master keys of files and passphrases. */
final class MasterKeys {
  /** The shortest passphrase. */
  static final int LEAST_CHARACTERS = 8;

  /** A master key with its slot. */
  record Made(AesKey key, Slot slot) {}

  /** How the next master key is made. */
  @FunctionalInterface
  interface Renewing {
    Rotation.Renewal make(Keyring ring, MasterKeys masters);
  }

  private final Pbkdf2 pbkdf2 = new Pbkdf2();
  private final Gcm gcm;
  private final KeyKeeper.Setup setup;

  MasterKeys(Gcm gcm, KeyKeeper.Setup setup) {
    this.gcm = gcm;
    this.setup = setup;
  }

  /** Of PBKDF2 for a new vault, 0 where a file is used. */
  int iterations() {
    return setup.source() == Source.FILE ? 0 : setup.iterations();
  }

  /** The key of the configured file, which is made where it is not there. */
  Made ofFile(int number) {
    KeyFile file = setup.keyFile();
    try {
      if (file.isMissing()) {
        try (AesKey made = gcm.newKey()) {
          file.write(made);
        }
      }
      AesKey key = file.read();
      return new Made(key, Slot.ofFile(number, key, gcm));
    } catch (IOException e) {
      throw new VaultException(Cause.REFUSED, "the vault has no key: " + Refused.reason(e), e);
    }
  }

  /** A new key of a passphrase. */
  Made ofPassphrase(int number, char[] passphrase) {
    if (passphrase.length < LEAST_CHARACTERS) {
      throw Refused.because(
          "a passphrase has at least %d characters, not %d"
              .formatted(LEAST_CHARACTERS, passphrase.length));
    }
    byte[] salt = gcm.salt(Pbkdf2.SALT_BYTES);
    AesKey key = pbkdf2.key(passphrase, salt, setup.iterations());
    return new Made(key, Slot.ofPassphrase(number, salt, setup.iterations(), key, gcm));
  }

  /** The key of a slot, where the passphrase is its own. */
  Optional<AesKey> opening(Slot slot, char[] passphrase) {
    if (slot.source() != Source.PASSPHRASE) {
      return Optional.empty();
    }
    AesKey key = pbkdf2.key(passphrase, slot.salt(), slot.iterations());
    if (slot.opens(key, gcm)) {
      return Optional.of(key);
    }
    key.close();
    return Optional.empty();
  }

  /** What is said of a keyring that nothing was tried on. */
  String waiting(Keyring ring) {
    return takesPassphrase(ring)
        ? "it waits for its passphrase: vault-unseal opens it"
        : "the key in %s is to open it: vault-unseal".formatted(setup.keyFile().path());
  }

  /** Throws where no passphrase opens the keyring. */
  void requirePassphrase(Keyring ring) {
    if (!takesPassphrase(ring)) {
      throw Refused.because(
          "the vault's master key comes from the file %s: vault-unseal without a passphrase reads it"
              .formatted(setup.keyFile().path()));
    }
  }

  /** Whether a passphrase opens it. */
  static boolean takesPassphrase(Keyring ring) {
    return ring.slots().stream().anyMatch(slot -> slot.source() == Source.PASSPHRASE);
  }

  /** The next master key, of a passphrase. */
  Rotation.Renewal renewed(Keyring ring, char[] passphrase) {
    Made made = ofPassphrase(ring.newest().number() + 1, passphrase);
    return new Rotation.Renewal(made.key(), made.slot(), false);
  }

  /** The next master key: a random one for the configured file. */
  Rotation.Renewal renewed(Keyring ring) {
    AesKey key = gcm.newKey();
    return new Rotation.Renewal(key, Slot.ofFile(ring.newest().number() + 1, key, gcm), true);
  }

  /** The next master key, of a file that is there. */
  Rotation.Renewal renewed(Keyring ring, Path file) {
    try {
      AesKey key = setup.keyFile().other(file).read();
      for (Slot slot : ring.slots()) {
        if (slot.opens(key, gcm)) {
          key.close();
          throw Refused.because("the key in %s is the one that the vault has".formatted(file));
        }
      }
      return new Rotation.Renewal(key, Slot.ofFile(ring.newest().number() + 1, key, gcm), false);
    } catch (IOException e) {
      throw new VaultException(Cause.REFUSED, e.getMessage(), e);
    }
  }
}
