package solo.capability.vault;

import java.util.Optional;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretVersion;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** What is wrong with secrets, as findings: pure. */
final class Orphans {
  private static final String RESTORE =
      "put data/vault back from a backup, or put the secret again";

  private Orphans() {}

  /** Whether the version's data key is not in the keyring. */
  static boolean lacksKey(SecretVersion version, Keyring ring) {
    return ring.key(version.key().tenant(), version.keyId()).isEmpty();
  }

  /** What is said of one that {@link #lacksKey}. */
  static Finding withoutKey(SecretVersion version) {
    return of(version, "its data key %d is not in the keyring".formatted(version.keyId()));
  }

  /** What is wrong with a row of the projection, by the event that it names. */
  static Optional<Finding> of(SecretRow row, Optional<Event> event) {
    SecretVersion version = row.version();
    String tenant = event.map(e -> e.draft().tenant()).orElse("");
    Payload payload = event.map(Event::payload).orElse(null);
    if (!(payload instanceof Payload.SecretStored stored)
        || !version.key().equals(key(tenant, stored.name()))
        || stored.version() != version.version()) {
      return Optional.of(of(version, "event %d has not stored it".formatted(version.eventId())));
    }
    return stored.keyId() == version.keyId() && stored.ciphertext().equals(row.ciphertext())
        ? Optional.empty()
        : Optional.of(of(version, "its ciphertext is not that of event " + version.eventId()));
  }

  private static SecretKey key(String tenant, String name) {
    try {
      return new SecretKey(tenant, name);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** About a version. */
  static Finding of(SecretVersion version, String wrong) {
    String detail =
        "version %d of secret %s: %s".formatted(version.version(), version.key(), wrong);
    String about = version.key().name() + " " + version.version();
    return new Finding(
        Kind.SECRET_ORPHAN, version.key().tenant(), "", about, detail, RESTORE, false, 0);
  }

  /** About the keyring's file, while memory has what was in it. */
  static Finding onDisk(String wrong) {
    return Finding.of(
        Kind.SECRET_ORPHAN,
        "keyring",
        wrong,
        "vault-rotate writes the keyring again while the vault is open; else put it back from a"
            + " backup",
        false);
  }

  /** About the keyring as a whole. */
  static Finding keyring(String wrong) {
    return Finding.of(
        Kind.SECRET_ORPHAN,
        "keyring",
        wrong,
        "put data/vault/keyring back from a backup, then vault-unseal; or shred the tenants whose"
            + " secrets are lost",
        false);
  }
}
