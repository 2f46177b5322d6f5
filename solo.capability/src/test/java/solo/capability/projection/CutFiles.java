package solo.capability.projection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * MVStore's one file on a disk that can lose its power: then of what was written since the last
 * force each block of 4 KiB is there or not, by chance.
 */
public final class CutFiles extends FilePathWrapper {
  public static final String SCHEME = "cut:";
  private static final int BLOCK = 4096;

  private static final Object LOCK = new Object();
  private static byte[] durable = new byte[0];
  private static final List<Write> SINCE = new ArrayList<>();

  /** Bytes at a position; none for a file that ends there. */
  private record Write(long position, byte[] bytes) {}

  /** Registers the scheme. */
  public static void install() {
    FilePath.register(new CutFiles());
    forget();
  }

  /** For the next file, which does not exist yet. */
  public static void forget() {
    synchronized (LOCK) {
      durable = new byte[0];
      SINCE.clear();
    }
  }

  /** What is on the disk after a cut now. */
  public static byte[] cut(Random random) {
    synchronized (LOCK) {
      byte[] disk = durable.clone();
      double kept = random.nextDouble();
      for (Write write : SINCE) {
        for (int i = 0; i < write.bytes().length; i += BLOCK) {
          if (random.nextDouble() < kept) {
            int length = Math.min(BLOCK, write.bytes().length - i);
            int at = (int) write.position() + i;
            disk = Arrays.copyOf(disk, Math.max(disk.length, at + length));
            System.arraycopy(write.bytes(), i, disk, at, length);
          }
        }
        if (write.bytes().length == 0 && random.nextBoolean()) {
          disk = Arrays.copyOf(disk, (int) write.position());
        }
      }
      return disk;
    }
  }

  @Override
  public String getScheme() {
    return "cut";
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
      byte[] bytes = new byte[source.remaining()];
      source.duplicate().get(bytes);
      synchronized (LOCK) {
        SINCE.add(new Write(position, bytes));
        return real.write(source, position);
      }
    }

    @Override
    public void force(boolean metaData) throws IOException {
      synchronized (LOCK) {
        durable = content();
        SINCE.clear();
      }
    }

    private byte[] content() throws IOException {
      ByteBuffer all = ByteBuffer.allocate((int) real.size());
      while (all.hasRemaining() && real.read(all, all.position()) >= 0) {
        continue;
      }
      return all.array();
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
      synchronized (LOCK) {
        SINCE.add(new Write(size, new byte[0]));
        real.truncate(size);
      }
    }

    @Override
    protected void implCloseChannel() throws IOException {
      real.close();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return real.tryLock(position, size, shared);
    }
  }
}
