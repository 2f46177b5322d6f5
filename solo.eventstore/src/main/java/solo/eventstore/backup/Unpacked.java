package solo.eventstore.backup;

import java.io.IOException;
import solo.core.disk.DiskFile;

/** A file that is written from its begin to its end. For one thread. */
final class Unpacked implements AutoCloseable {
  private final DiskFile file;
  private long at;

  Unpacked(DiskFile file) {
    this.file = file;
  }

  void write(byte[] from, int length) throws IOException {
    file.write(at, from, 0, length);
    at += length;
  }

  void force() throws IOException {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
