package solo.capability.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import solo.core.vault.SecretKey;

/**
 * What a ciphertext belongs to, as the associated data of AES-GCM: no two are the same bytes, since
 * each text has its length before it.
 *
 * <pre>
 * secret:    "solo-secret"   tenant  name  version (4)  key id (8)
 * data key:  "solo-data-key" tenant  key id (8)  slot number (4)
 * check:     "solo-check"    slot number (4)  source (1)  iterations (4)  salt
 *
 * a text is its length in bytes (4) and UTF-8; numbers are big-endian
 * </pre>
 */
final class Binding {
  private Binding() {}

  static byte[] secret(SecretKey key, int version, long keyId) {
    byte[] purpose = text("solo-secret");
    byte[] tenant = text(key.tenant());
    byte[] name = text(key.name());
    return ByteBuffer.allocate(purpose.length + tenant.length + name.length + 12)
        .put(purpose)
        .put(tenant)
        .put(name)
        .putInt(version)
        .putLong(keyId)
        .array();
  }

  static byte[] dataKey(String tenant, long keyId, int slot) {
    byte[] purpose = text("solo-data-key");
    byte[] owner = text(tenant);
    return ByteBuffer.allocate(purpose.length + owner.length + 12)
        .put(purpose)
        .put(owner)
        .putLong(keyId)
        .putInt(slot)
        .array();
  }

  static byte[] check(int slot, byte source, int iterations, byte[] salt) {
    byte[] purpose = text("solo-check");
    return ByteBuffer.allocate(purpose.length + salt.length + 9)
        .put(purpose)
        .putInt(slot)
        .put(source)
        .putInt(iterations)
        .put(salt)
        .array();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).array();
  }
}
