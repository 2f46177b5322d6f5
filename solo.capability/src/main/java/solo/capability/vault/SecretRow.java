package solo.capability.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretVersion;

/**
 * A version of a secret with its ciphertext, as the map {@code versions} has it.
 *
 * <pre>
 * key    tenant, NUL, name, NUL, version (4)
 * value  event id (8)  stored, epoch milliseconds (8)  key id (8)  length of the value (4)
 *        actor: length (2), UTF-8   the event's ciphertext, as it is there, in ASCII
 * </pre>
 *
 * @param ciphertext in Base64, as in the event
 */
record SecretRow(SecretVersion version, String ciphertext) {

  byte[] key() {
    return key(version.key(), version.version());
  }

  static byte[] key(SecretKey key, int version) {
    byte[] name = prefix(key);
    return ByteBuffer.allocate(name.length + 4).put(name).putInt(version).array();
  }

  /** What the keys of all versions of a name begin with, and the name's key in {@code names}. */
  static byte[] prefix(SecretKey key) {
    return (key.tenant() + '\0' + key.name() + '\0').getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The name in a {@link #prefix}.
   *
   * @throws IllegalArgumentException when it is none
   */
  static SecretKey name(byte[] prefix) {
    String[] parts = new String(prefix, StandardCharsets.US_ASCII).split("\0", -1);
    if (parts.length != 3 || !parts[2].isEmpty()) {
      throw new IllegalArgumentException("a name of %d parts".formatted(parts.length));
    }
    return new SecretKey(parts[0], parts[1]);
  }

  byte[] value() {
    byte[] actor = version.storedBy().getBytes(StandardCharsets.UTF_8);
    byte[] text = ciphertext.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(30 + actor.length + text.length)
        .putLong(version.eventId())
        .putLong(version.stored().toEpochMilli())
        .putLong(version.keyId())
        .putInt(version.bytes())
        .putShort((short) actor.length)
        .put(actor)
        .put(text)
        .array();
  }

  /**
   * Reads key and value.
   *
   * @throws RuntimeException when they are not those of a row
   */
  static SecretRow read(byte[] key, byte[] value) {
    int nameBytes = key.length - 4;
    SecretKey name = name(Arrays.copyOf(key, nameBytes));
    ByteBuffer in = ByteBuffer.wrap(value);
    long eventId = in.getLong();
    Instant stored = Instant.ofEpochMilli(in.getLong());
    long keyId = in.getLong();
    int length = in.getInt();
    String actor = text(in, in.getShort() & 0xffff);
    String ciphertext = text(in, in.remaining());
    int number = ByteBuffer.wrap(key).getInt(nameBytes);
    return new SecretRow(
        new SecretVersion(name, number, stored, actor, length, keyId, eventId), ciphertext);
  }

  private static String text(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Without the ciphertext. */
  @Override
  public String toString() {
    return "version %d of %s".formatted(version.version(), version.key());
  }
}
