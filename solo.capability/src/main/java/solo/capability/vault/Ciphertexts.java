package solo.capability.vault;

import java.util.Base64;
import java.util.Optional;
import solo.core.event.Event;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.vault.SecretValue;
import solo.core.vault.SecretVersion;

/** Opens the ciphertexts of versions: those of the log, or of the projection where it lost them. */
record Ciphertexts(VaultRoom room) {

  /**
   * The value.
   *
   * @throws DoesNotOpenException when it is not what was stored
   * @throws solo.core.vault.VaultException when it is sealed, or its key is not there
   */
  SecretValue open(SecretVersion version) throws DoesNotOpenException {
    byte[] binding = Binding.secret(version.key(), version.version(), version.keyId());
    try (AesKey key = room.keeper().dataKey(version.key().tenant(), version.keyId())) {
      return new SecretValue(version, room.gcm().open(key, binding, ciphertext(version)));
    }
  }

  private byte[] ciphertext(SecretVersion version) throws DoesNotOpenException {
    Optional<String> text = logged(version);
    try {
      return Base64.getDecoder().decode(text.or(() -> kept(version)).orElse(""));
    } catch (IllegalArgumentException e) {
      throw new DoesNotOpenException("it is no Base64");
    }
  }

  private Optional<String> logged(SecretVersion version) {
    try {
      return room.events().event(version.eventId()).map(Event::payload).flatMap(Ciphertexts::text);
    } catch (EventStoreException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Payload payload) {
    return payload instanceof Payload.SecretStored stored
        ? Optional.of(stored.ciphertext())
        : Optional.empty();
  }

  private Optional<String> kept(SecretVersion version) {
    try {
      return room.store().ciphertext(version);
    } catch (IllegalStateException off) {
      return Optional.empty();
    }
  }
}
