package solo.eventstore.backup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.disk.ForwardingDisk;

/**
 * Asks the one who uses it to stop, before the n-th access. Forces nothing: no power is lost here.
 */
final class SignallingDisk extends ForwardingDisk {
  private int left;
  private boolean signalled;
  private boolean fails;

  SignallingDisk(int accesses) {
    super(Disk.real());
    left = accesses;
  }

  /** From that moment on every access fails, as where somebody has removed it all. */
  SignallingDisk failsThen() {
    fails = true;
    return this;
  }

  synchronized boolean hasSignalled() {
    return signalled;
  }

  private synchronized void reach() throws IOException {
    signalled |= left-- <= 0;
    if (signalled && fails) {
      throw new java.nio.file.NoSuchFileException("the test took it away");
    }
  }

  private DiskFile reaching(DiskFile file) {
    return new ForwardingFile(file) {
      @Override
      public int read(long position, byte[] into, int offset, int length) throws IOException {
        reach();
        return super.read(position, into, offset, length);
      }

      @Override
      public void write(long position, byte[] from, int offset, int length) throws IOException {
        reach();
        super.write(position, from, offset, length);
      }

      @Override
      public void force() throws IOException {
        reach();
      }
    };
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    reach();
    return reaching(super.create(file));
  }

  @Override
  public DiskFile createPrivate(Path file) throws IOException {
    reach();
    return reaching(super.createPrivate(file));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    reach();
    return reaching(super.open(file));
  }

  @Override
  public DiskFile openForReading(Path file) throws IOException {
    reach();
    return reaching(super.openForReading(file));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    reach();
    return super.list(directory);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    reach();
    super.rename(from, to);
  }

  @Override
  public void delete(Path file) throws IOException {
    reach();
    super.delete(file);
  }

  @Override
  public void createDirectories(Path directory) throws IOException {
    reach();
    super.createDirectories(directory);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    reach();
  }
}
