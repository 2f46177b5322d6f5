package solo.capability.projection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** MVStore's files on a disk whose writes or forces fail while it is told so. */
public final class FaultyFiles extends FilePathWrapper {
  public static final String SCHEME = "faulty:";

  private static volatile String fault = "";
  private static volatile boolean syncFails;
  private static final AtomicInteger SYNCS = new AtomicInteger();

  /** Registers the scheme; all is well from now on. */
  public static void install() {
    FilePath.register(new FaultyFiles());
    heal();
  }

  public static void writesFail(String with) {
    fault = with;
  }

  public static void syncFails() {
    syncFails = true;
  }

  public static void heal() {
    fault = "";
    syncFails = false;
  }

  /** How often a file was forced. */
  public static int syncs() {
    return SYNCS.get();
  }

  @Override
  public String getScheme() {
    return "faulty";
  }

  @Override
  public FileChannel open(String mode) throws IOException {
    return new Channel(super.open(mode));
  }

  private static final class Channel extends FileBaseDefault {
    private final FileChannel real;

    Channel(FileChannel real) {
      this.real = real;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      failing();
      return real.write(source, position);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      SYNCS.incrementAndGet();
      if (syncFails) {
        throw new IOException("Input/output error");
      }
      real.force(metaData);
    }

    private static void failing() throws IOException {
      if (!fault.isEmpty()) {
        throw new IOException(fault);
      }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      return real.read(target, position);
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    protected void implTruncate(long size) throws IOException {
      failing();
      real.truncate(size);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      real.close();
    }

    @Override
    public java.nio.channels.FileLock tryLock(long position, long size, boolean shared)
        throws IOException {
      return real.tryLock(position, size, shared);
    }
  }
}
