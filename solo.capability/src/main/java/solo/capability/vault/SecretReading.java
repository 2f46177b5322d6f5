package solo.capability.vault;

import java.util.List;
import java.util.Optional;
import solo.core.capability.Caller;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretValue;
import solo.core.vault.SecretVersion;
import solo.core.vault.VaultException;
import solo.core.vault.VaultException.Cause;

/** Reads secrets: first the event, then the value. Safe for use by many threads. */
final class SecretReading {

  /**
   * Who reads what.
   *
   * @param service the one of the secret's tenant that gets it, empty for none
   */
  record Reader(SecretKey key, Caller caller, String service) {}

  private final VaultRoom room;
  private final Ciphertexts ciphertexts;
  private final Denials denials = new Denials(System::nanoTime);

  SecretReading(VaultRoom room) {
    this.room = room;
    ciphertexts = new Ciphertexts(room);
  }

  /**
   * Reads a value; that the reader may is for the caller to know.
   *
   * @param version 0 for the newest
   */
  SecretValue read(Reader reader, int version) {
    room.requireRestored();
    room.keeper().requireOpen();
    return room.locks().reading(reader.key().tenant(), () -> value(reader, version));
  }

  private SecretValue value(Reader reader, int number) {
    SecretVersion version = find(reader.key(), number).orElse(null);
    if (version == null) {
      denied(reader, "unknown");
      throw number == 0 ? unknown(reader.key()) : unknown(reader.key(), number);
    }
    room.log()
        .append(draft(reader, new Payload.SecretAccessed(version.key().name(), version.version())));
    try {
      return ciphertexts.open(version);
    } catch (DoesNotOpenException e) {
      denied(reader, "corrupt");
      throw Refused.corrupt(
          "version %d of secret %s does not open (event %d): put it anew"
              .formatted(version.version(), version.key(), version.eventId()));
    } catch (VaultException e) {
      denied(reader, "corrupt");
      throw e;
    }
  }

  private Optional<SecretVersion> find(SecretKey key, int number) {
    List<SecretVersion> versions = room.table().entry(key).versions();
    return number == 0
        ? room.table().entry(key).newest()
        : versions.stream().filter(one -> one.version() == number).findAny();
  }

  /** Tells the log that a value was not handed out, as often as it wants to know. */
  void denied(Reader reader, String why) {
    if (!denials.admits(reader.key().tenant())) {
      return;
    }
    try {
      room.log().append(draft(reader, new Payload.SecretAccessDenied(reader.key().name(), why)));
    } catch (VaultException e) {
      room.logger().warn("A denied reading is not in the log: {}", e.getMessage());
    }
  }

  private static EventDraft draft(Reader reader, Payload payload) {
    return new EventDraft(
        reader.key().tenant(), reader.service(), reader.caller().actor(), "", 0, payload);
  }

  static VaultException unknown(SecretKey key) {
    return new VaultException(Cause.NOT_FOUND, "there is no secret " + key);
  }

  private static VaultException unknown(SecretKey key, int version) {
    return new VaultException(
        Cause.NOT_FOUND, "there is no version %d of secret %s".formatted(version, key));
  }
}
