package solo.eventstore.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import solo.eventstore.journal.Disk;
import solo.eventstore.journal.DiskFile;
import solo.eventstore.journal.DiskFullException;

/** The real disk, which counts its reads and fails or holds its forces on demand. */
public final class TestDisk implements Disk {
  private final Disk disk = Disk.real();
  private final AtomicLong reads = new AtomicLong();
  private volatile boolean failing;
  private volatile boolean full;
  private volatile boolean corrupting;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /** From now on every force fails, and so does making a file. */
  public void fail(boolean fail) {
    failing = fail;
  }

  /** From now on there is no room for a new file, or there is again. */
  public void full(boolean noRoom) {
    full = noRoom;
  }

  /** From now on a read gives a wrong byte. */
  public void corruptReads(boolean corrupt) {
    corrupting = corrupt;
  }

  /** From now on a force waits for the latch. */
  public void holdForces(CountDownLatch until) {
    gate = until;
  }

  /** How many reads there were. */
  public long reads() {
    return reads.get();
  }

  private void refuse() throws IOException {
    if (failing) {
      throw new IOException("the test's disk fails");
    }
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    refuse();
    if (full) {
      throw new DiskFullException("the test's disk is full", null);
    }
    return new TestFile(disk.create(file));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new TestFile(disk.open(file));
  }

  @Override
  public DiskFile openForReading(Path file) throws IOException {
    return new TestFile(disk.openForReading(file));
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

  private final class TestFile implements DiskFile {
    private final DiskFile file;

    private TestFile(DiskFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      reads.incrementAndGet();
      int read = file.read(position, into, offset, length);
      if (corrupting && read > 0) {
        into[offset + read / 2] ^= 1;
      }
      return read;
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
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      refuse();
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
