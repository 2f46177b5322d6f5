package solo.core.gate;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.deploy.Artifacts;
import solo.core.deploy.ServiceSpec;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.SystemState;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;
import solo.core.verify.Kind;

/**
 * Whether the bytes that the log names are there: quickly that a file is, in depth that it has the
 * bytes of its name. A finding for each service that needs them.
 */
@Component
public final class ArtifactInspection implements Inspection {
  /** So much is hashed in one step, which takes some ten milliseconds. */
  static final int STEP_BYTES = 4 * 1024 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final String FIX =
      "put data/artifacts/%s back from a backup, or deploy the bundle again";

  private final Artifacts artifacts;

  /** Of these artifacts. */
  @Activate
  public ArtifactInspection(@Reference Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  @Override
  public String name() {
    return "artifacts";
  }

  @Override
  public List<Finding> quick(SystemState fold) {
    requireDirectory();
    List<Finding> missing = new ArrayList<>();
    named(fold)
        .forEach(
            (digest, keys) -> {
              if (!Files.isRegularFile(artifacts.path(digest))) {
                missing.addAll(missing(digest, keys));
              }
            });
    return missing;
  }

  /** Where it cannot be read nothing is known, so that no artifact may be called missing. */
  private void requireDirectory() {
    try {
      artifacts.digests();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Iterator<List<Finding>> deep(SystemState fold) {
    return new Hashing(named(fold));
  }

  @Override
  public Optional<String> repair(Finding finding) {
    return Optional.empty();
  }

  /** Each digest that the log needs, with the services that need it. */
  private static Map<String, SortedSet<ServiceKey>> named(SystemState fold) {
    Map<String, SortedSet<ServiceKey>> named = new TreeMap<>();
    for (ServiceRecord record : fold.services().values()) {
      record
          .spec()
          .map(ServiceSpec::digest)
          .ifPresent(
              digest -> named.computeIfAbsent(digest, d -> new TreeSet<>()).add(record.key()));
    }
    return named;
  }

  private List<Finding> missing(String digest, SortedSet<ServiceKey> keys) {
    String detail = "expected " + artifacts.path(digest) + ", it is not there";
    return findings(Kind.ARTIFACT_MISSING, digest, keys, detail);
  }

  private static List<Finding> findings(
      Kind kind, String digest, SortedSet<ServiceKey> keys, String detail) {
    return keys.stream()
        .map(key -> Finding.of(kind, key, digest, detail, FIX.formatted(digest), false))
        .toList();
  }

  /** Reads one artifact after the other, a part in each step; an interrupt closes no stream. */
  private final class Hashing implements Iterator<List<Finding>> {
    private final Iterator<Map.Entry<String, SortedSet<ServiceKey>>> left;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private Map.Entry<String, SortedSet<ServiceKey>> current;
    private MessageDigest sha256;
    private long done;

    private Hashing(Map<String, SortedSet<ServiceKey>> named) {
      left = named.entrySet().iterator();
    }

    @Override
    public boolean hasNext() {
      return current != null || left.hasNext();
    }

    @Override
    public List<Finding> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("every artifact is read");
      }
      if (current == null) {
        current = left.next();
        sha256 = ContentAddressedArtifacts.sha256();
        done = 0;
      }
      Path path = artifacts.path(current.getKey());
      try (InputStream in = new FileInputStream(path.toFile())) {
        in.skipNBytes(done);
        return hash(in) ? List.of() : judge();
      } catch (IOException e) {
        return unreadable(path, e);
      }
    }

    /** Whether there is more. */
    private boolean hash(InputStream in) throws IOException {
      for (int step = 0; step < STEP_BYTES; ) {
        int n = in.read(buffer);
        if (n < 0) {
          return false;
        }
        sha256.update(buffer, 0, n);
        step += n;
        done += n;
      }
      return true;
    }

    private List<Finding> judge() {
      String digest = current.getKey();
      if (HexFormat.of().formatHex(sha256.digest()).equals(digest)) {
        current = null;
        return List.of();
      }
      // A deploy may have replaced it between two steps: what counts is one reading of all.
      try {
        artifacts.verify(digest);
        current = null;
        return List.of();
      } catch (NoSuchFileException e) {
        return unreadable(artifacts.path(digest), e);
      } catch (IOException e) {
        SortedSet<ServiceKey> keys = current.getValue();
        current = null;
        return findings(Kind.ARTIFACT_CORRUPT, digest, keys, Printable.escape(e.getMessage()));
      }
    }

    /** The others are read all the same. */
    private List<Finding> unreadable(Path path, IOException e) {
      Map.Entry<String, SortedSet<ServiceKey>> failed = current;
      current = null;
      if (!Files.exists(path)) {
        return missing(failed.getKey(), failed.getValue());
      }
      return List.of(
          Finding.of(
              Kind.STORE_UNREADABLE,
              failed.getKey(),
              "%s cannot be read: %s".formatted(path, Printable.escape(e.getMessage())),
              "mend the disk or the file's permissions, then verify --deep",
              false));
    }
  }
}
