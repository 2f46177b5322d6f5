package solo.eventstore.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** A key pair that signs heads. Immutable. */
final class AuditKey {
  static final String ALGORITHM = "Ed25519";

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";
  private static final byte[] PROBE = {'s', 'o', 'l', 'o'};

  private final PrivateKey secret;
  private final PublicKey open;

  private AuditKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
  }

  static AuditKey make() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      return new AuditKey(pair.getPrivate(), pair.getPublic());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java since 15 has " + ALGORITHM, e);
    }
  }

  /**
   * Reads {@link #pem}.
   *
   * @throws IOException when it is no pair of keys that belong together; the message has no part of
   *     the key
   */
  static AuditKey parse(byte[] pem) throws IOException {
    List<byte[]> secrets = Pem.read(PRIVATE, pem);
    List<byte[]> opens = Pem.read(PUBLIC, pem);
    if (secrets.size() != 1 || opens.size() != 1) {
      throw new IOException(
          "it does not hold one block '-----BEGIN PRIVATE KEY-----' and one"
              + " '-----BEGIN PUBLIC KEY-----'");
    }
    try {
      KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
      AuditKey key =
          new AuditKey(
              factory.generatePrivate(new PKCS8EncodedKeySpec(secrets.get(0))),
              factory.generatePublic(new X509EncodedKeySpec(opens.get(0))));
      if (OpenKeys.verifies(key.open, PROBE, key.sign(PROBE))) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("it holds what is no Ed25519 key");
    }
    throw new IOException("its private and its public key do not belong together");
  }

  /** Both keys, the private one as PKCS#8 first. */
  byte[] pem() {
    String text = Pem.write(PRIVATE, secret.getEncoded()) + Pem.write(PUBLIC, open.getEncoded());
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  PublicKey open() {
    return open;
  }

  String id() {
    return OpenKeys.id(open);
  }

  /** The X.509 encoding of the public key in Base64. */
  String openText() {
    return Base64.getEncoder().encodeToString(open.getEncoded());
  }

  /** The same with this key's signature; it names this key. */
  SignedLine sign(SignedLine.Unsigned line) {
    byte[] signature = sign(HeadsFormat.text(line).getBytes(StandardCharsets.US_ASCII));
    return line.signed(Base64.getEncoder().encodeToString(signature));
  }

  private byte[] sign(byte[] bytes) {
    try {
      Signature signing = Signature.getInstance(ALGORITHM);
      signing.initSign(secret);
      signing.update(bytes);
      return signing.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the audit key cannot sign: " + e.getMessage(), e);
    }
  }
}
