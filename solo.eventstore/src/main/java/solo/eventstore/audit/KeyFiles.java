package solo.eventstore.audit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;

/**
 * The key file, which has both keys, and {@code audit.pub}, which has every public key that was in
 * use, the newest first. The second follows from the first, so that a crash between them is mended
 * by the next start.
 *
 * @param key the key file
 * @param open {@code audit.pub}
 */
record KeyFiles(Path key, Path open, Disk disk, Modes modes) {
  private static final int MOST = 1 << 20;
  private static final AtomicFile.Way OWNERS = new AtomicFile.Way(true, true, () -> {});

  /**
   * What there is.
   *
   * @param made whether there was none before
   * @param before the id of the key that was in use before, empty where it is the same or none was
   */
  record Found(AuditKey key, boolean made, String before) {}

  /**
   * The key, made where there is none. Both files are durable then.
   *
   * @throws IOException when there is one that cannot be used, or none can be written; the message
   *     says what to do
   */
  Found load() throws IOException {
    Optional<AuditKey> there = read();
    AuditKey found = there.isPresent() ? there.get() : make();
    OpenKeys known = openKeys();
    String before = known.newest().equals(found.id()) ? "" : known.newest();
    if (!known.newest().equals(found.id())) {
      AtomicFile.write(disk, open, known.after(found.open()).pem());
    } else {
      force(open);
    }
    return new Found(found, there.isEmpty(), before);
  }

  /** The public keys; none where there is no file. */
  OpenKeys openKeys() throws IOException {
    try {
      return OpenKeys.parse(AtomicFile.read(disk, open, MOST));
    } catch (NoSuchFileException e) {
      return OpenKeys.NONE;
    } catch (IOException e) {
      throw new IOException(
          "%s cannot be used: %s; move it away, it is written anew".formatted(open, e.getMessage()),
          e);
    }
  }

  private Optional<AuditKey> read() throws IOException {
    Path parent = key.toAbsolutePath().getParent();
    if (!disk.list(parent).contains(key.getFileName().toString())) {
      return Optional.empty();
    }
    try {
      Optional<String> wide = modes.tooWide(key);
      if (wide.isPresent()) {
        throw new IOException("others can use it (" + wide.get() + "): chmod 400");
      }
      AuditKey found = AuditKey.parse(AtomicFile.read(disk, key, MOST));
      force(key);
      return Optional.of(found);
    } catch (IOException e) {
      throw new IOException(
          "the audit key %s cannot be used: %s; restore it, or move it away for a new one"
              .formatted(key, e.getMessage()),
          e);
    }
  }

  private AuditKey make() throws IOException {
    AuditKey made = AuditKey.make();
    AtomicFile.write(disk, key, made.pem(), OWNERS);
    return made;
  }

  /** What an earlier process wrote may be in the page cache alone. */
  private void force(Path file) throws IOException {
    disk.force(file);
    try {
      disk.forceDirectory(file.toAbsolutePath().getParent());
    } catch (AccessDeniedException others) {
      // nothing of ours is there
    }
  }
}
