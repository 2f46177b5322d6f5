package solo.eventstore.journal;

import java.io.IOException;
import solo.core.disk.DiskFile;

/** An unpacked archive as a file that can be read and nothing else. */
record Unpacked(byte[] bytes) implements DiskFile {

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) {
    int count = (int) Math.max(0, Math.min(length, bytes.length - position));
    System.arraycopy(bytes, (int) Math.min(position, bytes.length), into, offset, count);
    return count;
  }

  @Override
  public void write(long position, byte[] from, int offset, int length) throws IOException {
    throw refused();
  }

  @Override
  public void preallocate(long length) {
    throw refused();
  }

  @Override
  public void force() {
    throw refused();
  }

  @Override
  public void close() {
    // nothing is held
  }

  private static UnsupportedOperationException refused() {
    return new UnsupportedOperationException("an archive is only read");
  }
}
