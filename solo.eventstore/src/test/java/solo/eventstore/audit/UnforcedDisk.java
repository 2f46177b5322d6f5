package solo.eventstore.audit;

import java.io.IOException;
import java.nio.file.Path;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.disk.ForwardingDisk;

/** The real disk without its forces, which take most of the time of a test that needs none. */
final class UnforcedDisk extends ForwardingDisk {
  UnforcedDisk() {
    super(Disk.real());
  }

  @Override
  public DiskFile create(Path file) throws IOException {
    return new Unforced(super.create(file));
  }

  @Override
  public DiskFile createPrivate(Path file) throws IOException {
    return new Unforced(super.createPrivate(file));
  }

  @Override
  public DiskFile open(Path file) throws IOException {
    return new Unforced(super.open(file));
  }

  @Override
  public void force(Path file) {
    // nothing is to be durable
  }

  @Override
  public void forceDirectory(Path directory) {
    // nothing is to be durable
  }

  private static final class Unforced extends ForwardingFile {
    private Unforced(DiskFile file) {
      super(file);
    }

    @Override
    public void force() {
      // nothing is to be durable
    }
  }
}
