package solo.core.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;

/**
 * MVStore's files on a {@link SimDisk}: those whose names begin with {@code sim:} are on the disk
 * that was used last. A file that is open stays on the disk it was opened on.
 */
public final class SimPath extends FilePath {
  /** A directory whose files MVStore finds on the disk. */
  public static final Path ROOT = Path.of("sim:");

  private static volatile SimDisk used = new SimDisk();

  private SimPath(String path) {
    name = path;
  }

  /** From now on MVStore opens files on that disk. */
  public static void use(SimDisk disk) {
    FilePath.register(new SimPath(""));
    used = disk;
  }

  @Override
  public String getScheme() {
    return "sim";
  }

  @Override
  public FilePath getPath(String path) {
    return new SimPath(path);
  }

  private Path path() {
    return Path.of(name);
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    SimDisk disk = used;
    if (!disk.exists(path()) && !mode.equals("r")) {
      return new Channel((SimDisk.SimOpen) disk.create(path()));
    }
    return new Channel(disk.open(path()));
  }

  @Override
  public boolean exists() {
    return used.exists(path());
  }

  @Override
  public long size() {
    try (DiskFile file = used.open(path())) {
      return file.size();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public FilePath getParent() {
    // where a store's directory is its owner has seen to
    return null;
  }

  @Override
  public boolean isRegularFile() {
    return exists();
  }

  @Override
  public boolean isDirectory() {
    return false;
  }

  @Override
  public boolean isAbsolute() {
    return true;
  }

  @Override
  public FilePath toRealPath() {
    return this;
  }

  @Override
  public boolean canWrite() {
    return true;
  }

  @Override
  public long lastModified() {
    return 0;
  }

  @Override
  public boolean createFile() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void delete() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void moveTo(FilePath newName, boolean atomicReplace) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<FilePath> newDirectoryStream() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void createDirectory() {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean setReadOnly() {
    throw new UnsupportedOperationException();
  }

  private static final class Channel extends FileBaseDefault {
    private final SimDisk.SimOpen file;

    Channel(SimDisk.SimOpen file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      byte[] bytes = new byte[target.remaining()];
      int read = file.read(position, bytes, 0, bytes.length);
      target.put(bytes, 0, read);
      return read == 0 && bytes.length > 0 ? -1 : read;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      file.write(position, bytes, 0, bytes.length);
      return bytes.length;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      file.force();
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      file.close();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      return new FileLock(this, position, size, shared) {
        @Override
        public boolean isValid() {
          return true;
        }

        @Override
        public void release() {
          // a process that died holds nothing
        }
      };
    }
  }
}
