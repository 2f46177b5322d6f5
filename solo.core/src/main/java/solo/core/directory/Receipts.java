package solo.core.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import solo.core.tenant.ServiceKey;

/**
 * The receipts on disk: {@code data/receipts/<tenant>/<service>.json}, and {@code _refused/} for
 * files whose names are no service's. Each is replaced as a whole. They are derived: what is
 * missing is written again. For one thread.
 */
final class Receipts {
  static final String SUFFIX = ".json";

  /** No tenant has this id. */
  static final String REFUSED = "_refused";

  private final Path directory;
  private final Map<Path, Receipt> written = new HashMap<>();

  Receipts(Path directory) {
    this.directory = directory;
  }

  /** Where the receipt of a service's file is. */
  Path of(ServiceKey key) {
    return directory.resolve(key.tenant()).resolve(key.service() + SUFFIX);
  }

  /**
   * Where the receipt of a file is that names no service: under its name with {@code ~} for {@code
   * /}, or, where that has other characters than ids have, under the SHA-256 of its name's bytes.
   */
  Path ofUnnamed(Path deploy, Path file) {
    String name = deploy.relativize(file).toString().replace('/', '~');
    boolean plain = name.matches("[A-Za-z0-9][A-Za-z0-9._~-]{0,127}");
    return directory.resolve(REFUSED).resolve((plain ? name : hash(deploy, file)) + SUFFIX);
  }

  /** A path's URI holds its bytes one to one, also where they are no text. */
  private static String hash(Path deploy, Path file) {
    String base = deploy.toUri().getRawPath();
    String all = file.toUri().getRawPath();
    String name = all.substring(Math.min(base.length(), all.length()));
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] hash = sha.digest(name.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Makes the disk say this.
   *
   * @param all that there are now
   * @param complete whether a receipt that is not among them is to go
   * @param now the time of what no event tells
   */
  void update(Map<Path, Receipt> all, boolean complete, Instant now) throws IOException {
    for (Map.Entry<Path, Receipt> e : all.entrySet()) {
      Receipt before = written.get(e.getKey());
      if (before == null || !before.equals(e.getValue().timeless())) {
        write(e.getKey(), e.getValue(), now);
        written.put(e.getKey(), e.getValue().timeless());
      }
    }
    if (complete) {
      removeOthers(all);
    }
  }

  private static void write(Path file, Receipt receipt, Instant now) throws IOException {
    Instant told = receipt.time().equals(Instant.EPOCH) ? now : receipt.time();
    Instant time = told.truncatedTo(ChronoUnit.MILLIS);
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    Files.writeString(part, receipt.at(time).json());
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Also those that an earlier process wrote. */
  private void removeOthers(Map<Path, Receipt> all) throws IOException {
    if (written.isEmpty() || !written.keySet().equals(all.keySet())) {
      for (Path file : onDisk()) {
        if (!all.containsKey(file)) {
          Files.deleteIfExists(file);
        }
      }
      written.keySet().retainAll(all.keySet());
    }
  }

  private List<Path> onDisk() throws IOException {
    try (Stream<Path> files = Files.find(directory, 2, (path, is) -> is.isRegularFile())) {
      return files.filter(path -> path.toString().endsWith(SUFFIX)).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
