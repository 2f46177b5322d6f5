package solo.eventstore.backup;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Tells an archive that is not whole from a disk that cannot be read or written. */
final class Unzipping implements AutoCloseable {
  private final InputStream in;

  Unzipping(ZipFile zip, ZipEntry entry) throws IOException {
    try {
      in = zip.getInputStream(entry);
    } catch (ZipException | EOFException e) {
      throw new Broken(e);
    }
  }

  /** The entry cannot be unpacked. */
  static final class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    Broken(IOException cause) {
      super("it cannot be unpacked: " + cause.getMessage(), cause);
    }
  }

  /** As {@link InputStream#read(byte[])}. */
  int read(byte[] buffer) throws IOException {
    try {
      return in.read(buffer);
    } catch (ZipException | EOFException e) {
      throw new Broken(e);
    }
  }

  /** All of it, but at most so many bytes. */
  byte[] read(int most) throws IOException {
    try {
      return in.readNBytes(most);
    } catch (ZipException | EOFException e) {
      throw new Broken(e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
