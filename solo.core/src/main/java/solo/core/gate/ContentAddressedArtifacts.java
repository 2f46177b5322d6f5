package solo.core.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.deploy.Artifacts;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;

/**
 * Artifacts as files named by their SHA-256.
 *
 * <pre>
 * data/artifacts/9f86d081…0a08     64 hex digits: bytes with that SHA-256, forced before the rename
 * data/artifacts/.&lt;uuid&gt;.part      being copied; what a dead process left is removed at start
 * </pre>
 *
 * An interrupt of the caller closes no file.
 */
@Component
public final class ContentAddressedArtifacts implements Artifacts {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final String PART = ".part";
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int STRIPES = 16;

  private final Leases leases = new Leases();
  private final Disk disk;
  private final Path directory;
  private final Object[] stripes =
      Stream.generate(Object::new).limit(STRIPES).toArray(Object[]::new);

  /** Makes the directory and removes what a dead process was copying. */
  @Activate
  public ContentAddressedArtifacts(
      @Reference Directories directories,
      @Reference FatalExit fatalExit,
      @Reference(service = LoggerFactory.class) Logger logger)
      throws IOException {
    this(Disk.real(), directories.data().resolve("artifacts"), fatalExit, logger);
  }

  /** The same on any disk. */
  public ContentAddressedArtifacts(Disk disk, Path directory, FatalExit fatalExit, Logger logger)
      throws IOException {
    this.disk = disk;
    this.directory = directory;
    try {
      disk.createDirectories(directory);
      int removed = removeParts();
      if (removed > 0) {
        logger.info("removed {} unfinished copies from {}", removed, directory);
      }
      // A rename that the last process did not live to force is forced here, once for all.
      disk.forceDirectory(directory);
      disk.forceDirectory(directory.getParent());
    } catch (IOException e) {
      fatalExit.exit(ExitCode.IO_FAILURE, "cannot use " + directory + ": " + e);
      throw e;
    }
  }

  @Override
  public Kept keep(InputStream bytes) throws IOException {
    Path part = directory.resolve("." + UUID.randomUUID() + PART);
    try (DiskFile out = disk.create(part)) {
      MessageDigest sha256 = sha256();
      long size = copy(bytes, sha256, out);
      String digest = HexFormat.of().formatHex(sha256.digest());
      synchronized (stripe(digest)) {
        boolean fresh = !isIntact(digest);
        if (fresh) {
          out.force();
          settle(part, path(digest));
        }
        leases.take(digest);
        return new Kept(digest, size, fresh);
      }
    } finally {
      disk.delete(part);
    }
  }

  @Override
  public void release(String digest) {
    leases.end(digest);
  }

  @Override
  public Sweep sweep() throws IOException {
    Set<String> taken = leases.watch();
    try {
      return new DirectorySweep(taken);
    } catch (IOException | RuntimeException e) {
      leases.forget(taken);
      throw e;
    }
  }

  private void settle(Path part, Path target) throws IOException {
    disk.protect(part);
    disk.rename(part, target);
    try {
      disk.forceDirectory(directory);
    } catch (IOException e) {
      // Seen by a later keep it would pass for durable.
      disk.delete(target);
      throw e;
    }
  }

  private boolean isIntact(String digest) {
    try {
      verify(digest);
      return true;
    } catch (IOException missingOrDamaged) {
      return false;
    }
  }

  @Override
  public Path path(String digest) {
    if (!DIGEST.matcher(digest).matches()) {
      throw new IllegalArgumentException("a digest is 64 lower-case hex digits");
    }
    return directory.resolve(digest);
  }

  @Override
  public void verify(String digest) throws IOException {
    verify(disk, path(digest), digest);
  }

  /** Compares a file with the digest it should have. */
  static void verify(Disk disk, Path path, String digest) throws IOException {
    MessageDigest sha256 = sha256();
    try (DiskFile in = disk.openForReading(path)) {
      hash(in, sha256);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(path.toString(), null, "the artifact is missing");
    }
    String actual = HexFormat.of().formatHex(sha256.digest());
    if (!actual.equals(digest)) {
      throw new IOException("artifact %s is damaged: its SHA-256 is %s".formatted(digest, actual));
    }
  }

  @Override
  public List<String> digests() throws IOException {
    return digests(disk, directory);
  }

  /** The names in a directory, which must be there, that are digests, sorted. */
  static List<String> digests(Disk disk, Path directory) throws IOException {
    List<String> names = disk.list(directory);
    if (names.isEmpty() && !disk.exists(directory)) {
      throw new NoSuchFileException(directory.toString());
    }
    return names.stream().filter(name -> DIGEST.matcher(name).matches()).toList();
  }

  @Override
  public void remove(String digest) throws IOException {
    synchronized (stripe(digest)) {
      disk.delete(path(digest));
    }
  }

  private int removeParts() throws IOException {
    int removed = 0;
    for (String name : disk.list(directory)) {
      if (name.startsWith(".") && name.endsWith(PART)) {
        disk.delete(directory.resolve(name));
        removed++;
      }
    }
    return removed;
  }

  private Object stripe(String digest) {
    return stripes[Math.floorMod(digest.hashCode(), STRIPES)];
  }

  private static long copy(InputStream in, MessageDigest sha256, DiskFile out) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sha256.update(buffer, 0, n);
      out.write(size, buffer, 0, n);
      size += n;
    }
    return size;
  }

  private static void hash(DiskFile in, MessageDigest sha256) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int n;
    for (long at = 0; (n = in.read(at, buffer, 0, buffer.length)) > 0; at += n) {
      sha256.update(buffer, 0, n);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Removes under the same lock under which bytes are kept and leased. */
  private final class DirectorySweep implements Sweep {
    private final Set<String> taken;
    private final SortedMap<String, Long> files = new TreeMap<>();

    private DirectorySweep(Set<String> taken) throws IOException {
      this.taken = taken;
      for (String digest : digests()) {
        if (!taken.contains(digest)) {
          see(digest);
        }
      }
    }

    private void see(String digest) throws IOException {
      try (DiskFile file = disk.openForReading(path(digest))) {
        files.put(digest, file.size());
      } catch (NoSuchFileException e) {
        // it is gone, or no file
      }
    }

    @Override
    public SortedMap<String, Long> files() {
      return Collections.unmodifiableSortedMap(files);
    }

    @Override
    public boolean remove(String digest) throws IOException {
      synchronized (stripe(digest)) {
        if (!files.containsKey(digest) || taken.contains(digest) || !disk.exists(path(digest))) {
          return false;
        }
        disk.delete(path(digest));
        return true;
      }
    }

    @Override
    public void force() throws IOException {
      disk.forceDirectory(directory);
    }

    @Override
    public void close() {
      leases.forget(taken);
    }
  }
}
