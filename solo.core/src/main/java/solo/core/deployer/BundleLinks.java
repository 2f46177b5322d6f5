package solo.core.deployer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collection;
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
  private static final String REFERENCE = "reference:";
  private static final String SUFFIX = ".jar";
  private static final int NONCE_BYTES = 16;

  private final Path directory;
  private final SecureRandom random = new SecureRandom();

  BundleLinks(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
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

  /** Removes the links of a dead process, and none that is in use. */
  void removeAllBut(Collection<Path> used, Logger logger) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> links = Files.newDirectoryStream(directory)) {
      for (Path link : links) {
        if (!used.contains(link)) {
          Files.deleteIfExists(link);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      logger.warn("cannot empty {}; the next start tries again: {}", directory, e.toString());
    }
  }

  /** Where the framework is told to read it, in place. */
  String location(Path link) {
    return REFERENCE + link.toUri();
  }

  /** The link that a bundle was installed from, whoever installed it; empty for any other. */
  Optional<Path> linkOf(String location) {
    String file =
        location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location;
    if (!file.startsWith("file:")) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(URI.create(file)).normalize();
      return Optional.of(path).filter(p -> directory.equals(p.getParent()));
    } catch (IllegalArgumentException | FileSystemNotFoundException notAFile) {
      return Optional.empty();
    }
  }

  /** The service that the link of a bundle names, empty for a bundle of no link. */
  Optional<ServiceKey> keyOf(String location) {
    return linkOf(location).flatMap(link -> keyIn(link.getFileName().toString()));
  }

  private static Optional<ServiceKey> keyIn(String name) {
    String[] parts = name.endsWith(SUFFIX) ? name.split(",") : new String[0];
    if (parts.length != 3) {
      return Optional.empty();
    }
    String service = parts[2].substring(0, parts[2].length() - SUFFIX.length());
    return ServiceKey.isId(parts[1]) && ServiceKey.isId(service)
        ? Optional.of(new ServiceKey(parts[1], service))
        : Optional.empty();
  }

  /** Whose tenant's bundle that is, {@link TenantWiring#NO_TENANT} where it is of no link. */
  String tenantOf(String location) {
    return keyOf(location).map(ServiceKey::tenant).orElse(TenantWiring.NO_TENANT);
  }
}
