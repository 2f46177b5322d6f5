package solo.eventstore.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.disk.DiskFullException;
import solo.core.disk.ForwardingDisk;

/** The real disk, which counts its reads and fails or holds its forces on demand. */
public final class TestDisk extends ForwardingDisk {
  private final AtomicLong reads = new AtomicLong();
  private final AtomicInteger readers = new AtomicInteger();
  private volatile boolean failing;
  private volatile boolean full;
  private volatile boolean corrupting;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile CountDownLatch readGate = new CountDownLatch(0);
  private volatile CountDownLatch heldRead = new CountDownLatch(0);

  /** Harmless until it is told otherwise. */
  public TestDisk() {
    super(Disk.real());
  }

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

  /** The same, and tells that one waits. */
  public void holdForces(CountDownLatch until, CountDownLatch waits) {
    held = waits;
    gate = until;
  }

  /** From now on a read waits for the latch. */
  public void holdReads(CountDownLatch until) {
    readGate = until;
  }

  /** The same, and tells that one waits. */
  public void holdReads(CountDownLatch until, CountDownLatch waits) {
    heldRead = waits;
    readGate = until;
  }

  /** How many files are open for reading only. */
  public int readers() {
    return readers.get();
  }

  /** How many reads there were. */
  public long reads() {
    return reads.get();
  }

  private static void pass(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
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
    return new TestFile(super.create(file));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new TestFile(super.open(file));
  }

  @Override
  public DiskFile openForReading(Path file) throws IOException {
    TestFile opened = new TestFile(super.openForReading(file));
    opened.onClose = readers::decrementAndGet;
    readers.incrementAndGet();
    return opened;
  }

  private final class TestFile extends ForwardingFile {
    private Runnable onClose = () -> {};

    private TestFile(DiskFile file) {
      super(file);
    }

    @Override
    public void close() throws IOException {
      super.close();
      onClose.run();
      onClose = () -> {};
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      reads.incrementAndGet();
      heldRead.countDown();
      pass(readGate);
      int read = super.read(position, into, offset, length);
      if (corrupting && read > 0) {
        into[offset + read / 2] ^= 1;
      }
      return read;
    }

    @Override
    public void force() throws IOException {
      held.countDown();
      pass(gate);
      refuse();
      super.force();
    }
  }
}
