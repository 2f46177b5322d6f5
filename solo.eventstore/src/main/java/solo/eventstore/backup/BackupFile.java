package solo.eventstore.backup;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.lifecycle.ExitCode;
import solo.core.tenant.Printable;

/**
 * A backup's file, opened: every bit of it has its witness, and its entries are those of its
 * manifest. What is in the entries is checked as it is read. For one thread.
 */
final class BackupFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final ZipFile zip;
  private final Map<String, ZipEntry> entries;
  private final Manifest manifest;
  private final String sha256;

  /** Takes the bytes of a file, as they come. */
  interface Target {
    void write(byte[] from, int length) throws IOException;
  }

  private BackupFile(ZipFile zip, Map<String, ZipEntry> entries, Manifest manifest, String sha256) {
    this.zip = zip;
    this.entries = entries;
    this.manifest = manifest;
    this.sha256 = sha256;
  }

  /**
   * Reads the whole file, then opens it.
   *
   * @throws RefusedException for a file that is no backup, is damaged, or is of a newer format
   */
  static BackupFile open(Path file, Consumer<String> progress)
      throws IOException, RefusedException {
    if (!Files.isRegularFile(file)) {
      throw new RefusedException(ExitCode.USAGE, "there is no file " + file);
    }
    Seal seal = seal(file, progress);
    try {
      return open(file, seal);
    } catch (RefusedException e) {
      // whatever a changed file says of itself counts for nothing
      throw seal.right() || e.code() == ExitCode.DAMAGED_DATA
          ? e
          : RefusedException.damaged(Names.MANIFEST, e.getMessage());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw RefusedException.damaged("the archive", String.valueOf(e.getMessage()));
    }
  }

  private static BackupFile open(Path file, Seal seal) throws IOException, RefusedException {
    ZipFile zip = zip(file, seal);
    try {
      Map<String, ZipEntry> entries = entries(zip);
      Manifest manifest = manifest(zip, entries);
      BackupFile opened = new BackupFile(zip, entries, manifest, seal.whole());
      opened.compareNames();
      if (!seal.right()) {
        throw opened.whereItIsDamaged();
      }
      return opened;
    } catch (IOException | RefusedException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static Seal seal(Path file, Consumer<String> progress) throws IOException {
    try (DiskFile bytes = Disk.real().openForReading(file)) {
      long size = bytes.size();
      return Seal.of(
          bytes,
          read -> {
            if (read % (16 << 20) == 0) {
              progress.accept("reading the backup: %d of %d MB".formatted(read >> 20, size >> 20));
            }
          });
    }
  }

  private static ZipFile zip(Path file, Seal seal) throws IOException, RefusedException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException | EOFException e) {
      throw RefusedException.damaged(
          file.getFileName().toString(),
          seal.right() ? e.getMessage() : "it is no whole zip file, or no backup of Solo");
    }
  }

  private static Map<String, ZipEntry> entries(ZipFile zip) throws RefusedException {
    Map<String, ZipEntry> entries = new HashMap<>();
    var all = zip.entries();
    while (all.hasMoreElements()) {
      ZipEntry entry = all.nextElement();
      if (!Names.isKnown(entry.getName()) && !entry.getName().equals(Names.MANIFEST)) {
        throw RefusedException.damaged(
            quoted(entry.getName()), "no backup of Solo has a file of this name");
      }
      if (entries.put(entry.getName(), entry) != null) {
        throw RefusedException.damaged(entry.getName(), "it is there twice");
      }
    }
    return entries;
  }

  private static String quoted(String name) {
    return Printable.quote(name);
  }

  private static Manifest manifest(ZipFile zip, Map<String, ZipEntry> entries)
      throws IOException, RefusedException {
    ZipEntry entry = entries.get(Names.MANIFEST);
    if (entry == null) {
      throw RefusedException.damaged(Names.MANIFEST, "it is missing: this is no backup of Solo");
    }
    try (Unzipping in = new Unzipping(zip, entry)) {
      byte[] bytes = in.read(ManifestFormat.MOST + 1);
      if (bytes.length > ManifestFormat.MOST) {
        throw RefusedException.damaged(Names.MANIFEST, "it is too long");
      }
      return ManifestFormat.decode(bytes);
    } catch (Unzipping.Broken e) {
      throw RefusedException.damaged(Names.MANIFEST, e.getMessage());
    }
  }

  private void compareNames() throws RefusedException {
    for (Manifest.Stored file : manifest.files()) {
      if (!entries.containsKey(file.name())) {
        throw RefusedException.damaged(file.name(), "it is missing");
      }
    }
    if (entries.size() != manifest.files().size() + 1) {
      throw RefusedException.damaged(Names.MANIFEST, "it does not name all files there are");
    }
  }

  /** Some bit is not what was written: which file's, if it is one's. */
  private RefusedException whereItIsDamaged() throws IOException {
    for (Manifest.Stored file : manifest.files()) {
      try {
        read(file, (from, length) -> {});
      } catch (RefusedException e) {
        return e;
      }
    }
    return RefusedException.damaged(
        "the archive", "its checksum is wrong, though its files are whole: it was changed");
  }

  Manifest manifest() {
    return manifest;
  }

  /** The SHA-256 of the file. */
  String sha256() {
    return sha256;
  }

  /** How long all files are. */
  long bytes() {
    return manifest.files().stream().mapToLong(Manifest.Stored::bytes).sum();
  }

  /**
   * Reads a file to its end, but no byte more than the manifest says.
   *
   * @throws RefusedException when it is not what the manifest says
   */
  void read(Manifest.Stored file, Target target) throws IOException, RefusedException {
    MessageDigest digest = Seal.sha256();
    byte[] buffer = new byte[BUFFER];
    long left = file.bytes();
    try (Unzipping in = new Unzipping(zip, entries.get(file.name()))) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (n > left) {
          throw RefusedException.damaged(
              file.name(), "it has more than %d bytes".formatted(file.bytes()));
        }
        left -= n;
        digest.update(buffer, 0, n);
        target.write(buffer, n);
      }
    } catch (Unzipping.Broken e) {
      throw RefusedException.damaged(file.name(), e.getMessage());
    }
    if (left > 0) {
      throw RefusedException.damaged(
          file.name(), "it has %d bytes, expected %d".formatted(file.bytes() - left, file.bytes()));
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
      throw RefusedException.damaged(file.name(), "its SHA-256 is not that of the manifest");
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
