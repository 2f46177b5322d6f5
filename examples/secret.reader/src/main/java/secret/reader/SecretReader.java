package secret.reader;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.secret.Secrets;

/** Reads a secret once, at its start, and keeps no more of it than what it shows. */
@Component(
    service = SecretReader.class,
    immediate = true,
    property = {"osgi.command.scope=secret.reader", "osgi.command.function=digest"})
public final class SecretReader {
  private static final String PASSWORD = "db.password";

  private final String digest;

  /** Fails where the secret cannot be read. */
  @Activate
  public SecretReader(@Reference Secrets secrets) throws NoSuchAlgorithmException {
    byte[] password = secrets.bytes(PASSWORD);
    try {
      digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(password));
    } finally {
      Arrays.fill(password, (byte) 0);
    }
  }

  /** The SHA-256 of the secret that it started with. */
  public String digest() {
    return digest;
  }
}
