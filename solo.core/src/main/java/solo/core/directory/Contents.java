package solo.core.directory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The digests of files, read again only when the stamp has changed. For one thread.
 *
 * <p>A file that changed while it was read has no digest: it is looked at again later.
 */
final class Contents {

  /** What reading a file said; without a digest it is no whole zip file. */
  private record Reading(Stamp stamp, Optional<String> digest) {}

  private final Map<Path, Reading> readings = new HashMap<>();

  /**
   * The SHA-256 of the file, empty when it is not a whole zip file or is not the file that was
   * stamped any more.
   *
   * @throws IOException when it cannot be read, or is gone
   */
  Optional<String> digest(Path file, Stamp stamp) throws IOException {
    Reading known = readings.get(file);
    if (known == null || !known.stamp().equals(stamp)) {
      Optional<String> digest = CompleteZip.is(file) ? Optional.of(sha256(file)) : Optional.empty();
      if (!Stamp.of(file).equals(stamp)) {
        return Optional.empty();
      }
      known = new Reading(stamp, digest);
      readings.put(file, known);
    }
    return known.digest();
  }

  /** Forgets all other files. */
  void keepOnly(Set<Path> files) {
    readings.keySet().retainAll(files);
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[64 * 1024];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        sha.update(chunk, 0, n);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
