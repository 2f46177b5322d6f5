package solo.core.disk;

import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file that an interrupt cannot close: bytes go through a {@link RandomAccessFile}, and the force
 * through an {@link AsynchronousFileChannel}, whose force is a plain fdatasync in the caller. Both
 * are opened together, before the first write, so that the force sees every write error.
 */
final class FileDiskFile implements DiskFile {
  private static final int CHUNK = 1 << 20;

  private final Path path;
  private final RandomAccessFile bytes;
  private final AsynchronousFileChannel syncer;

  FileDiskFile(Path path, boolean writable) throws IOException {
    this.path = path;
    this.bytes = new RandomAccessFile(path.toFile(), writable ? "rw" : "r");
    try {
      this.syncer = writable ? AsynchronousFileChannel.open(path, WRITE) : null;
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  @Override
  public synchronized long size() throws IOException {
    return bytes.length();
  }

  @Override
  public synchronized int read(long position, byte[] into, int offset, int length)
      throws IOException {
    bytes.seek(position);
    int done = 0;
    while (done < length) {
      int count = bytes.read(into, offset + done, length - done);
      if (count < 0) {
        break;
      }
      done += count;
    }
    return done;
  }

  @Override
  public synchronized void write(long position, byte[] from, int offset, int length)
      throws IOException {
    try {
      bytes.seek(position);
      bytes.write(from, offset, length);
    } catch (IOException e) {
      throw fullOrSame(path, length, e);
    }
  }

  @Override
  public void preallocate(long length) throws IOException {
    byte[] zeros = new byte[(int) Math.min(CHUNK, length)];
    for (long at = 0; at < length; at += zeros.length) {
      write(at, zeros, 0, (int) Math.min(zeros.length, length - at));
    }
  }

  @Override
  public void force() throws IOException {
    if (syncer == null) {
      throw new IOException(path + " is open for reading only");
    }
    try {
      syncer.force(false);
    } catch (IOException e) {
      throw fullOrSame(path, 0, e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    try (bytes) {
      if (syncer != null) {
        syncer.close();
      }
    }
  }

  /** The JDK has no type for a full device, only the system's words, which may be translated. */
  static IOException fullOrSame(Path path, long wanted, IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("file too large")) {
      return new DiskFullException(
          path
              + " would be larger than this process may make a file ("
              + DiskFullException.LIMIT
              + ")",
          e);
    }
    boolean full =
        message.contains("no space left") || message.contains("quota") || free(path) < wanted;
    return full
        ? new DiskFullException(
            "no space left for " + path + ": free some space, then try again", e)
        : e;
  }

  private static long free(Path path) {
    try {
      return Files.getFileStore(path.toAbsolutePath().getParent()).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
