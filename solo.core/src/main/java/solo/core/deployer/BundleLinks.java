package solo.core.deployer;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import org.osgi.service.log.Logger;
import solo.core.tenant.ServiceKey;

/**
 * The files that bundles are installed from: hard links to artifacts, one an installation, since
 * the framework takes one location for one bundle.
 *
 * <pre>
 * data/links/&lt;32 random hex digits&gt;,&lt;tenant&gt;,&lt;service&gt;.jar
 * </pre>
 *
 * The random part keeps other bundles from finding a bundle by its location. Not in the framework's
 * cache: who writes over a link writes over the artifact, and a cache is what people write over. A
 * tenant or service has no comma in its name.
 */
final class BundleLinks {
  private static final String SUFFIX = ".jar";
  private static final int NONCE_BYTES = 16;

  private final Path directory;
  private final String prefix;
  private final SecureRandom random = new SecureRandom();

  BundleLinks(Path directory) {
    this.directory = directory;
    this.prefix = location(directory.resolve("x")).replaceFirst("x$", "");
  }

  /** A new link to the artifact, a copy where the file system has no hard links. */
  Path link(Path artifact, ServiceKey key) throws IOException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    String unguessable = HexFormat.of().formatHex(nonce);
    Path link =
        directory.resolve(String.join(",", unguessable, key.tenant(), key.service()) + SUFFIX);
    try {
      Files.createLink(link, artifact);
    } catch (IOException | UnsupportedOperationException noHardLink) {
      copy(artifact, link);
    }
    return link;
  }

  private static void copy(Path artifact, Path link) throws IOException {
    try {
      Files.copy(artifact, link);
    } catch (IOException e) {
      // What there was room for helps nobody and takes that room.
      Files.deleteIfExists(link);
      throw e;
    }
  }

  /** Removes a link. */
  void remove(Path link) throws IOException {
    Files.deleteIfExists(link);
  }

  /** Removes the links of a dead process. */
  void removeAll(Logger logger) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(directory)) {
      for (Path link : links) {
        Files.deleteIfExists(link);
      }
    } catch (IOException | DirectoryIteratorException e) {
      logger.warn("cannot empty {}; the next start tries again: {}", directory, e.toString());
    }
  }

  /** Where the framework is told to read it, in place. */
  String location(Path link) {
    return "reference:" + link.toUri();
  }

  /** The tenant of a bundle that was installed from a link, empty for any other. */
  Optional<String> tenantOf(String location) {
    if (!location.startsWith(prefix)) {
      return Optional.empty();
    }
    String[] parts = location.substring(prefix.length()).split(",");
    return parts.length == 3 ? Optional.of(parts[1]) : Optional.empty();
  }
}
