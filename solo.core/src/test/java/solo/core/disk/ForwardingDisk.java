package solo.core.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A disk that passes everything on to another; what a test changes it overrides. */
public class ForwardingDisk implements Disk {
  private final Disk disk;

  /** Passes on to that disk. */
  public ForwardingDisk(Disk disk) {
    this.disk = disk;
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return disk.create(file);
  }

  @Override
  public DiskFile createPrivate(Path file) throws IOException {
    return disk.createPrivate(file);
  }

  @Override
  public boolean exists(Path file) throws IOException {
    return disk.exists(file);
  }

  @Override
  public void protect(Path file) throws IOException {
    disk.protect(file);
  }

  @Override
  public void force(Path file) throws IOException {
    disk.force(file);
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public DiskFile openForReading(Path file) throws IOException {
    return disk.openForReading(file);
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return disk.list(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
  }

  @Override
  public void renameNew(Path from, Path to) throws IOException {
    disk.renameNew(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    disk.delete(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    disk.createDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    disk.forceDirectory(directory);
  }

  /** A file that passes everything on to another. */
  public static class ForwardingFile implements DiskFile {
    private final DiskFile file;

    /** Passes on to that file. */
    public ForwardingFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      return file.read(position, into, offset, length);
    }

    @Override
    public void write(long position, byte[] from, int offset, int length) throws IOException {
      file.write(position, from, offset, length);
    }

    @Override
    public void preallocate(long length) throws IOException {
      file.preallocate(length);
    }

    @Override
    public void force() throws IOException {
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
