package solo.capability.vault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Arrays;
import solo.core.disk.Disk;

/** A master key as 32 bytes in a file that nobody but its owner can read. */
final class KeyFile {
  private final Medium medium;
  private final VaultFile file;
  private final Path theirs;

  /**
   * A file, which need not be there.
   *
   * @param theirs what has the owner whose it must be
   */
  KeyFile(Medium medium, Path path, Path theirs, Steps steps) {
    this.medium = medium;
    this.theirs = theirs;
    file = new VaultFile(medium.disk(), path, "keyfile", true, steps);
  }

  /** Another file by the same rules. */
  KeyFile other(Path path) {
    return new KeyFile(medium, path, theirs, file.steps());
  }

  Path path() {
    return file.path();
  }

  /** Whether surely none is there. */
  boolean isMissing() {
    return file.isMissing();
  }

  /**
   * The key, which is durable then, whoever wrote the file; the caller closes it.
   *
   * @throws IOException when there is none that may be used, with the reason and what to do
   */
  AesKey read() throws IOException {
    if (isMissing()) {
      throw new IOException("the key file %s is missing: restore it".formatted(path()));
    }
    String owner = medium.custody().owner(path(), theirs);
    byte[] bytes;
    try {
      bytes = file.read(AesKey.BYTES);
    } catch (IOException e) {
      throw new IOException(
          "the key file %s cannot be read: it must be mode 0400 and of user %s"
              .formatted(path(), owner));
    }
    if (bytes.length != AesKey.BYTES) {
      Arrays.fill(bytes, (byte) 0);
      throw new IOException(
          "the key file %s has %d bytes and must have 32".formatted(path(), bytes.length));
    }
    return forced(new AesKey(bytes));
  }

  private AesKey forced(AesKey key) throws IOException {
    try {
      force();
      return key;
    } catch (IOException e) {
      key.close();
      throw new IOException("the key file %s cannot be forced: %s".formatted(path(), e), e);
    }
  }

  /**
   * Returns when what is there is durable, whoever wrote it; a directory that others alone may read
   * is theirs to force.
   */
  void force() throws IOException {
    Disk disk = medium.disk();
    disk.force(path());
    try {
      disk.forceDirectory(path().getParent());
    } catch (AccessDeniedException others) {
      // nothing of ours is there
    }
  }

  /** Puts a key into the file, in place of what is there. Durable when it returns. */
  void write(AesKey key) throws IOException {
    byte[] bytes = key.getEncoded();
    try {
      file.write(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
