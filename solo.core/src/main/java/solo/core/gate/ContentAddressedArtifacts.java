package solo.core.gate;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
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
 * Streams, not channels, are used for the bytes: an interrupt of the caller closes no file.
 */
@Component
public final class ContentAddressedArtifacts implements Artifacts {
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final String PART = ".part";
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final int STRIPES = 16;

  private final Leases leases = new Leases();
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
    directory = directories.data().resolve("artifacts");
    try {
      Files.createDirectories(directory);
      int removed = removeParts();
      if (removed > 0) {
        logger.info("removed {} unfinished copies from {}", removed, directory);
      }
      // A rename that the last process did not live to force is forced here, once for all.
      DurableFiles.forceDirectory(directory);
      DurableFiles.forceDirectory(directories.data());
    } catch (IOException e) {
      fatalExit.exit(ExitCode.IO_FAILURE, "cannot use " + directory + ": " + e);
      throw e;
    }
  }

  @Override
  public Kept keep(InputStream bytes) throws IOException {
    Path part = directory.resolve("." + UUID.randomUUID() + PART);
    try (FileOutputStream out = new FileOutputStream(part.toFile())) {
      MessageDigest sha256 = sha256();
      long size = copy(bytes, sha256, out);
      String digest = HexFormat.of().formatHex(sha256.digest());
      synchronized (stripe(digest)) {
        boolean fresh = !isIntact(digest);
        if (fresh) {
          out.getFD().sync();
          settle(part, path(digest));
        }
        leases.take(digest);
        return new Kept(digest, size, fresh);
      }
    } finally {
      Files.deleteIfExists(part);
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
    part.toFile().setReadOnly();
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try {
      DurableFiles.forceDirectory(directory);
    } catch (IOException e) {
      // Seen by a later keep it would pass for durable.
      Files.deleteIfExists(target);
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
    verify(path(digest), digest);
  }

  /** Compares a file with the digest it should have. */
  static void verify(Path path, String digest) throws IOException {
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(path.toString(), null, "the artifact is missing");
    }
    MessageDigest sha256 = sha256();
    try (InputStream in = new FileInputStream(path.toFile())) {
      copy(in, sha256, null);
    }
    String actual = HexFormat.of().formatHex(sha256.digest());
    if (!actual.equals(digest)) {
      throw new IOException("artifact %s is damaged: its SHA-256 is %s".formatted(digest, actual));
    }
  }

  @Override
  public List<String> digests() throws IOException {
    return digests(directory);
  }

  /** The names in a directory that are digests, sorted. */
  static List<String> digests(Path directory) throws IOException {
    List<String> digests = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        if (DIGEST.matcher(name).matches()) {
          digests.add(name);
        }
      }
    }
    digests.sort(null);
    return digests;
  }

  @Override
  public void remove(String digest) throws IOException {
    synchronized (stripe(digest)) {
      Files.deleteIfExists(path(digest));
    }
  }

  private int removeParts() throws IOException {
    int removed = 0;
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, ".*" + PART)) {
      for (Path part : parts) {
        Files.delete(part);
        removed++;
      }
    }
    return removed;
  }

  private Object stripe(String digest) {
    return stripes[Math.floorMod(digest.hashCode(), STRIPES)];
  }

  private static long copy(InputStream in, MessageDigest sha256, FileOutputStream out)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      sha256.update(buffer, 0, n);
      if (out != null) {
        out.write(buffer, 0, n);
      }
      size += n;
    }
    return size;
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
        if (!taken.contains(digest) && Files.isRegularFile(path(digest))) {
          files.put(digest, path(digest).toFile().length());
        }
      }
    }

    @Override
    public SortedMap<String, Long> files() {
      return Collections.unmodifiableSortedMap(files);
    }

    @Override
    public boolean remove(String digest) throws IOException {
      synchronized (stripe(digest)) {
        return files.containsKey(digest)
            && !taken.contains(digest)
            && Files.deleteIfExists(path(digest));
      }
    }

    @Override
    public void force() throws IOException {
      DurableFiles.forceDirectory(directory);
    }

    @Override
    public void close() {
      leases.forget(taken);
    }
  }
}
