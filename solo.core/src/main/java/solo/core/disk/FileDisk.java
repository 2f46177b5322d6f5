package solo.core.disk;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@link Disk} on the file system. */
final class FileDisk implements Disk {

  private static final FileAttribute<?> OWNERS =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final Set<PosixFilePermission> WRITING =
      PosixFilePermissions.fromString("-w--w--w-");

  @Override
  public DiskFile create(Path file) throws IOException {
    return made(file);
  }

  @Override
  public DiskFile createPrivate(Path file) throws IOException {
    return made(file, OWNERS);
  }

  private static DiskFile made(Path file, FileAttribute<?>... attributes) throws IOException {
    try {
      Files.createFile(file, attributes);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw FileDiskFile.fullOrSame(file, 0, e);
    }
    return new FileDiskFile(file, true);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new FileDiskFile(existing(file), true);
  }

  @Override
  public DiskFile openForReading(Path file) throws IOException {
    return new FileDiskFile(existing(file), false);
  }

  @Override
  public boolean exists(Path file) throws IOException {
    Path above = file.toAbsolutePath().getParent();
    if (above != null && Files.exists(above) && !Files.isDirectory(above)) {
      // Java 25 says of this too that there is no such file
      throw new NotDirectoryException(above.toString());
    }
    try {
      Files.readAttributes(file, BasicFileAttributes.class);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  @Override
  public void protect(Path file) throws IOException {
    Set<PosixFilePermission> left = EnumSet.noneOf(PosixFilePermission.class);
    left.addAll(Files.getPosixFilePermissions(file));
    left.removeAll(WRITING);
    Files.setPosixFilePermissions(file, left);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    List<String> names = new ArrayList<>();
    if (!Files.isDirectory(directory)) {
      if (exists(directory)) {
        throw new NotDirectoryException(directory.toString());
      }
      return names;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    Collections.sort(names);
    return names;
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void renameNew(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      Files.move(from, to);
      return;
    }
    try {
      Files.delete(from);
    } catch (IOException e) {
      Files.delete(to);
      throw e;
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    Path absolute = directory.toAbsolutePath();
    if (Files.isDirectory(absolute)) {
      return;
    }
    createDirectories(absolute.getParent());
    Files.createDirectory(absolute);
    forceDirectory(absolute.getParent());
  }

  @Override
  public void force(Path file) throws IOException {
    sync(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    sync(directory);
  }

  private static void sync(Path path) throws IOException {
    // The asynchronous channel's force runs in the caller and is the only one of the JDK that an
    // interrupt does not close.
    try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(path, READ)) {
      channel.force(true);
    }
  }

  private static Path existing(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    return file;
  }
}
