package solo.capability.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import solo.capability.token.Digest;
import solo.capability.token.StoredToken;

/**
 * Keys of the maps: in the order of the grants, since digests alone are random and would touch a
 * page each.
 *
 * <pre>
 *  token, tokenMeta         tokensByTenant
 *  long     grantId         bytes    tenant, ASCII
 *  byte[32] SHA-256         byte     0
 *                           long     grantId
 *                           byte[32] SHA-256
 * </pre>
 */
final class TokenKeys {
  private static final int LENGTH = Long.BYTES + Digest.BYTES;

  private TokenKeys() {}

  static byte[] of(long grantId, Digest sha256) {
    return ByteBuffer.allocate(LENGTH).putLong(grantId).put(sha256.bytes()).array();
  }

  static byte[] of(StoredToken token) {
    return of(token.grantId(), token.sha256());
  }

  /** The first that a grant after this event may have. */
  static byte[] after(long grantId) {
    return ByteBuffer.allocate(Long.BYTES).putLong(grantId + 1).array();
  }

  static long grantId(byte[] key) {
    return ByteBuffer.wrap(whole(key)).getLong();
  }

  static Digest digest(byte[] key) {
    return Digest.of(Arrays.copyOfRange(whole(key), Long.BYTES, LENGTH));
  }

  private static byte[] whole(byte[] key) {
    if (key.length != LENGTH) {
      throw new IllegalStateException("a key of " + key.length + " bytes, not " + LENGTH);
    }
    return key;
  }

  /** What every key of a tenant begins with. */
  static byte[] tenant(String tenant) {
    return (tenant + '\0').getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] ofTenant(String tenant, byte[] key) {
    byte[] begin = tenant(tenant);
    return ByteBuffer.allocate(begin.length + key.length).put(begin).put(key).array();
  }

  /** The end of a tenant's key, which is that of the other maps. */
  static byte[] withoutTenant(byte[] key) {
    return Arrays.copyOfRange(key, Math.max(0, key.length - LENGTH), key.length);
  }
}
