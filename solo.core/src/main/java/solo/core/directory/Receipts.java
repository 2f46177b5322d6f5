package solo.core.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
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

  private final Disk disk;
  private final Path directory;
  private final Map<Path, Receipt> written = new HashMap<>();

  /** Whether those that an earlier process left have been looked for. */
  private boolean sweptOnce;

  Receipts(Disk disk, Path directory) {
    this.disk = disk;
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

  private void write(Path file, Receipt receipt, Instant now) throws IOException {
    Instant told = receipt.time().equals(Instant.EPOCH) ? now : receipt.time();
    Instant time = told.truncatedTo(ChronoUnit.MILLIS);
    disk.createDirectories(file.getParent());
    AtomicFile.replace(disk, file, receipt.at(time).json().getBytes(StandardCharsets.UTF_8));
  }

  /** Also those that an earlier process wrote. */
  private void removeOthers(Map<Path, Receipt> all) throws IOException {
    if (!sweptOnce || !written.keySet().equals(all.keySet())) {
      for (Path file : onDisk()) {
        if (!all.containsKey(file)) {
          disk.delete(file);
        }
      }
      written.keySet().retainAll(all.keySet());
      sweptOnce = true;
    }
  }

  /** Where they are. */
  @Override
  public String toString() {
    return directory.toString();
  }

  private List<Path> onDisk() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : disk.list(directory)) {
      Path tenant = directory.resolve(name);
      if (!name.endsWith(SUFFIX)) {
        in(tenant).forEach(files::add);
      }
    }
    return files;
  }

  private List<Path> in(Path tenant) throws IOException {
    try {
      return disk.list(tenant).stream()
          .filter(name -> name.endsWith(SUFFIX))
          .map(tenant::resolve)
          .toList();
    } catch (NotDirectoryException e) {
      // somebody else's file
      return List.of();
    }
  }
}
