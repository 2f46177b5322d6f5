package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk whose next force can be held, so that a test knows what waits behind it. */
final class GatedDisk implements Disk {
  private final Disk disk;
  private final AtomicInteger forces = new AtomicInteger();
  private volatile CountDownLatch gate;
  private volatile CountDownLatch held = new CountDownLatch(1);

  GatedDisk(Disk disk) {
    this.disk = disk;
  }

  /** Holds the next force until the latch is open. */
  void hold(CountDownLatch until) {
    held = new CountDownLatch(1);
    gate = until;
  }

  /** Waits until a force is held. */
  void awaitHeld() throws InterruptedException {
    if (!held.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("waited 30 s for a force");
    }
  }

  int forces() {
    return forces.get();
  }

  private void pass() throws IOException {
    CountDownLatch now = gate;
    gate = null;
    if (now != null) {
      held.countDown();
      try {
        now.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return new GatedFile(disk.create(file));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new GatedFile(disk.open(file));
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

  private final class GatedFile implements DiskFile {
    private final DiskFile file;

    GatedFile(DiskFile file) {
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
      pass();
      forces.incrementAndGet();
      file.force();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
