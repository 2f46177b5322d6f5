package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.disk.ForwardingDisk;

/** A disk whose next force can be held, so that a test knows what waits behind it. */
final class GatedDisk extends ForwardingDisk {
  private final AtomicInteger forces = new AtomicInteger();
  private volatile CountDownLatch gate;
  private volatile CountDownLatch held = new CountDownLatch(1);

  GatedDisk(Disk disk) {
    super(disk);
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
    return new GatedFile(super.create(file));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new GatedFile(super.open(file));
  }

  private final class GatedFile extends ForwardingFile {
    GatedFile(DiskFile file) {
      super(file);
    }

    @Override
    public void force() throws IOException {
      pass();
      forces.incrementAndGet();
      super.force();
    }
  }
}
