package solo.capability.vault;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.Set;

/** A master key as 32 bytes in a file that nobody but its owner can read. */
final class KeyFile {
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private final AtomicFile file;
  private final Path theirs;

  /**
   * A file, which need not be there.
   *
   * @param theirs what has the owner whose it must be
   */
  KeyFile(Path path, Path theirs, Steps steps) {
    file = new AtomicFile(path, "keyfile", PosixFilePermissions.fromString("r--------"), steps);
    this.theirs = theirs;
  }

  /** Another file by the same rules. */
  KeyFile other(Path path) {
    return new KeyFile(path, theirs, file.steps());
  }

  Path path() {
    return file.path();
  }

  /** Whether surely none is there. */
  boolean isMissing() {
    return Files.notExists(file.path());
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
    PosixFileAttributes found;
    UserPrincipal owner;
    try {
      owner = Files.getOwner(theirs);
      found = Files.readAttributes(path(), PosixFileAttributes.class);
    } catch (IOException e) {
      throw new IOException("the key file %s cannot be looked at: %s".formatted(path(), e));
    }
    check(found, owner);
    byte[] bytes;
    try {
      bytes = file.read(AesKey.BYTES);
    } catch (IOException e) {
      throw new IOException(
          "the key file %s cannot be read: it must be mode 0400 and of user %s"
              .formatted(path(), owner.getName()));
    }
    if (bytes.length != AesKey.BYTES) {
      Arrays.fill(bytes, (byte) 0);
      throw wrong("has %d bytes and must have 32".formatted(bytes.length));
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

  private void check(PosixFileAttributes found, UserPrincipal owner) throws IOException {
    if (!found.isRegularFile()) {
      throw wrong("is no regular file");
    } else if (found.size() != AesKey.BYTES) {
      throw wrong("has %d bytes and must have 32".formatted(found.size()));
    } else if (!found.owner().equals(owner)) {
      throw wrong("is of user %s and must be of %s".formatted(found.owner(), owner.getName()));
    } else if (!OWNERS.containsAll(found.permissions())) {
      throw wrong(
          "can be used by others (%s): chmod 400"
              .formatted(PosixFilePermissions.toString(found.permissions())));
    }
  }

  private IOException wrong(String what) {
    return new IOException("the key file %s %s".formatted(path(), what));
  }

  /**
   * Returns when what is there is durable, whoever wrote it; a directory that others alone may read
   * is theirs to force.
   */
  void force() throws IOException {
    AtomicFile.force(path());
    try {
      AtomicFile.force(path().toAbsolutePath().getParent());
    } catch (AccessDeniedException others) {
      // nothing of ours is there
    }
  }

  /** Puts a key into the file, in place of what is there. Durable when it returns. */
  void write(AesKey key) throws IOException {
    byte[] bytes = key.getEncoded();
    try {
      AtomicFile.createDirectories(path().toAbsolutePath().getParent());
      file.write(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
