package solo.core.directory;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import solo.core.tenant.ServiceKey;

/**
 * One look at the names of the deploy directory and of its tenants' directories. Reads no content,
 * follows no link.
 *
 * @param trouble why the look is not complete; empty where it is
 * @param directories that were looked into, with their devices; the deploy directory's name is ""
 * @param sightings sorted: those of the deploy directory, then tenant after tenant
 */
record DirectoryScan(
    Optional<String> trouble, Map<String, Long> directories, List<Sighting> sightings) {

  /** Looks now. */
  static DirectoryScan of(Path deploy) {
    Walk walk = new Walk(deploy);
    Optional<String> trouble = Optional.empty();
    try {
      walk.run();
    } catch (NoSuchFileException e) {
      trouble = Optional.of(missing(deploy, e.getFile()));
    } catch (IOException e) {
      trouble = Optional.of("cannot be read: " + e);
    } catch (DirectoryIteratorException e) {
      trouble = Optional.of("cannot be read: " + e.getCause());
    }
    return new DirectoryScan(
        trouble,
        Collections.unmodifiableMap(walk.directories),
        Collections.unmodifiableList(walk.sightings));
  }

  private static String missing(Path deploy, String gone) {
    return gone.equals(deploy.toString())
        ? "is missing: make it, an empty one will do, or mount what should be there"
        : "changed while it was looked at: " + gone + " is gone";
  }

  /** The paths that were looked into. */
  List<Path> paths(Path deploy) {
    return directories.keySet().stream().map(deploy::resolve).toList();
  }

  /** The state of one look. */
  private static final class Walk {
    private final Path deploy;
    private final Map<String, Long> directories = new LinkedHashMap<>();
    private final List<Sighting> sightings = new ArrayList<>();
    private final Set<ServiceKey> taken = new HashSet<>();

    Walk(Path deploy) {
      this.deploy = deploy;
    }

    void run() throws IOException {
      directories.put("", deviceOf(deploy));
      List<Path> tenants = new ArrayList<>();
      for (Path path : list(deploy)) {
        Optional<Stamp> stamp = stamp(path);
        if (stamp.isPresent() && isTenant(path, stamp.get())) {
          tenants.add(path);
        } else if (stamp.isPresent()) {
          see(ServiceKey.DEFAULT_TENANT, path, stamp.get());
        }
      }
      for (Path tenant : tenants) {
        lookInto(tenant);
      }
    }

    private void lookInto(Path directory) throws IOException {
      String tenant = directory.getFileName().toString();
      directories.put(tenant, deviceOf(directory));
      for (Path path : list(directory)) {
        Optional<Stamp> stamp = stamp(path);
        if (stamp.isPresent()) {
          see(tenant, path, stamp.get());
        }
      }
    }

    private static boolean isTenant(Path path, Stamp stamp) {
      String name = path.getFileName().toString();
      return stamp.kind() == Stamp.Kind.DIRECTORY
          && !name.startsWith(".")
          && !name.endsWith(JarName.SUFFIX);
    }

    private void see(String tenant, Path path, Stamp stamp) {
      if (!JarName.isMeant(path.getFileName())) {
        return;
      }
      Optional<ServiceKey> key = JarName.key(tenant, path.getFileName());
      String refusal = refusal(key, stamp);
      if (key.isPresent() && !taken.add(key.get())) {
        refusal = key.get() + " is named by another file already";
        key = Optional.empty();
      }
      sightings.add(new Sighting(JarName.printable(deploy, path), path, key, stamp, refusal));
    }

    private static String refusal(Optional<ServiceKey> key, Stamp stamp) {
      if (key.isEmpty()) {
        return "the name is not <service>.jar or <tenant>/<service>.jar with ids of "
            + ServiceKey.ID_PATTERN;
      }
      return switch (stamp.kind()) {
        case FILE -> "";
        case LINK -> "a symbolic link is not followed: copy or rename the file into place";
        case DIRECTORY, OTHER -> "not a regular file";
      };
    }

    private static long deviceOf(Path directory) throws IOException {
      return (Long) Files.getAttribute(directory, "unix:dev");
    }

    private static List<Path> list(Path directory) throws IOException {
      List<Path> names = new ArrayList<>();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        entries.forEach(names::add);
      }
      Collections.sort(names);
      return names;
    }

    /** Empty for a name that is gone since it was listed. */
    private static Optional<Stamp> stamp(Path path) throws IOException {
      try {
        return Optional.of(Stamp.of(path));
      } catch (NoSuchFileException e) {
        return Optional.empty();
      }
    }
  }
}
