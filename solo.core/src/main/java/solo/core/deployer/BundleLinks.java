package solo.core.deployer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import solo.core.tenant.ServiceKey;

/**
 * The files that bundles are installed from: hard links to artifacts, one an installation, since
 * the framework takes one location for one bundle.
 *
 * <pre>
 * data/cache/bundles/&lt;32 random hex digits&gt;/&lt;tenant&gt;/&lt;service&gt;.jar
 * </pre>
 *
 * The random part keeps other bundles from finding a bundle by its location.
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
    Path unguessable = directory.resolve(HexFormat.of().formatHex(nonce));
    Path tenant = unguessable.resolve(key.tenant());
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    Files.createDirectory(unguessable);
    Files.createDirectory(tenant);
    Path link = tenant.resolve(key.service() + SUFFIX);
    try {
      Files.createLink(link, artifact);
    } catch (IOException | UnsupportedOperationException noHardLink) {
      Files.copy(artifact, link);
    }
    return link;
  }

  /** Removes a link and its directories. */
  void remove(Path link) throws IOException {
    Files.deleteIfExists(link);
    Files.deleteIfExists(link.getParent());
    Files.deleteIfExists(link.getParent().getParent());
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
    String[] parts = location.substring(prefix.length()).split("/");
    return parts.length == 3 ? Optional.of(parts[1]) : Optional.empty();
  }
}
