package solo.eventstore.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** Public keys that check heads, the newest first. Immutable. */
final class OpenKeys {
  static final OpenKeys NONE = new OpenKeys(List.of());

  private static final String PUBLIC = "PUBLIC KEY";
  private static final int ID_LENGTH = 16;

  private final List<PublicKey> keys;

  private OpenKeys(List<PublicKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * Reads one PEM block after the other.
   *
   * @throws IOException when there is none, or one is no Ed25519 key
   */
  static OpenKeys parse(byte[] pem) throws IOException {
    List<PublicKey> keys = new ArrayList<>();
    for (byte[] der : Pem.read(PUBLIC, pem)) {
      try {
        KeyFactory factory = KeyFactory.getInstance(AuditKey.ALGORITHM);
        keys.add(factory.generatePublic(new X509EncodedKeySpec(der)));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        throw new IOException("it holds what is no Ed25519 key: " + e.getMessage(), e);
      }
    }
    if (keys.isEmpty()) {
      throw new IOException("it holds no block '-----BEGIN PUBLIC KEY-----'");
    }
    return new OpenKeys(keys);
  }

  /** The first 16 hex digits of the SHA-256 of a key's X.509 encoding. */
  static String id(PublicKey key) {
    return HexFormat.of().formatHex(HeadsFormat.sha256(key.getEncoded())).substring(0, ID_LENGTH);
  }

  /** These after a newer one. */
  OpenKeys after(PublicKey newer) {
    List<PublicKey> all = new ArrayList<>(keys);
    all.removeIf(known -> id(known).equals(id(newer)));
    all.add(0, newer);
    return new OpenKeys(all);
  }

  /** The newest's id, empty for none. */
  String newest() {
    return keys.isEmpty() ? "" : id(keys.get(0));
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  boolean has(String id) {
    return keys.stream().anyMatch(key -> id(key).equals(id));
  }

  byte[] pem() {
    StringBuilder text = new StringBuilder();
    keys.forEach(key -> text.append(Pem.write(PUBLIC, key.getEncoded())));
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Whether the key that a line names has signed it. */
  boolean signed(SignedLine line) {
    return keys.stream()
        .filter(key -> id(key).equals(line.keyId()))
        .anyMatch(
            key ->
                verifies(
                    key,
                    HeadsFormat.text(line.unsigned()).getBytes(StandardCharsets.US_ASCII),
                    Base64.getDecoder().decode(line.signature())));
  }

  static boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
    try {
      Signature check = Signature.getInstance(AuditKey.ALGORITHM);
      check.initVerify(key);
      check.update(signed);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
