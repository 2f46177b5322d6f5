package solo.capability.vault;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A small file that holds what was written before or after, never a mixture. Nothing here minds an
 * interrupt of its thread.
 *
 * @param steps told {@code <word>.temp} and {@code <word>.renamed}
 */
record AtomicFile(Path path, String word, Set<PosixFilePermission> mode, Steps steps) {

  /**
   * Whether the file is there.
   *
   * @throws IOException when that cannot be told, as where its directory is a file: Java 25 says of
   *     this too that there is no such file
   */
  boolean isThere() throws IOException {
    Path above = path.toAbsolutePath().getParent();
    if (Files.exists(above) && !Files.isDirectory(above)) {
      throw new NotDirectoryException(above.toString());
    }
    try {
      Files.readAttributes(path, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /**
   * All of it, read by the way that an interrupt does not close.
   *
   * @throws java.io.FileNotFoundException when there is none, or it cannot be opened
   */
  byte[] read(int most) throws IOException {
    try (FileInputStream in = new FileInputStream(path.toFile())) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new IOException("%s has more than %d bytes".formatted(path, most));
      }
      return bytes;
    }
  }

  /** The new content is in place, but may be gone after a power cut. */
  static final class NotForcedException extends IOException {
    private static final long serialVersionUID = 1L;

    NotForcedException(Path path, IOException origin) {
      super("%s is in place, but not forced: %s".formatted(path, origin.getMessage()), origin);
    }
  }

  /**
   * Durable when it returns; the directory must be there.
   *
   * @throws NotForcedException when it is there, but perhaps not durable
   * @throws IOException otherwise, when what was there before stays
   */
  void write(byte[] bytes) throws IOException {
    Path temp = path.resolveSibling(path.getFileName() + ".tmp");
    Files.deleteIfExists(temp);
    Files.createFile(
        temp, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (RandomAccessFile out = new RandomAccessFile(temp.toFile(), "rw")) {
      Files.setPosixFilePermissions(temp, mode);
      out.write(bytes);
      out.getFD().sync();
    } catch (IOException e) {
      Files.deleteIfExists(temp);
      throw e;
    }
    steps.reached(word + ".temp");
    Files.move(temp, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try {
      force(path.toAbsolutePath().getParent());
      steps.reached(word + ".renamed");
    } catch (IOException e) {
      throw new NotForcedException(path, e);
    }
  }

  /** Makes a directory with those above it that are missing. Durable when it returns. */
  static void createDirectories(Path directory) throws IOException {
    Path there = directory.toAbsolutePath().normalize();
    Path above = there.getParent();
    while (there.getParent() != null && Files.notExists(there)) {
      there = there.getParent();
    }
    Files.createDirectories(directory);
    for (Path one = above; one != null && one.startsWith(there); one = one.getParent()) {
      force(one);
    }
  }

  /**
   * Returns when the content of a file, or the entries of a directory, are durable; an interrupt is
   * kept for later.
   */
  static void force(Path fileOrDirectory) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
          channel.force(true);
          return;
        } catch (ClosedByInterruptException again) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
