package solo.core.disk;

import java.io.IOException;

/** An open file of a {@link Disk}. Safe for use by many threads. Closing it twice is fine. */
public interface DiskFile extends AutoCloseable {

  /** Its length in bytes. */
  long size() throws IOException;

  /**
   * Reads at a position until the length is reached or the file ends.
   *
   * @return how many bytes were read, 0 at and after the end
   */
  int read(long position, byte[] into, int offset, int length) throws IOException;

  /**
   * Writes all the bytes at a position. Not durable before {@link #force}. After an exception any
   * part of them may have been written.
   *
   * @throws DiskFullException when the device is full or a quota is used up
   */
  void write(long position, byte[] from, int offset, int length) throws IOException;

  /**
   * Fills the file with zeros up to a length, so that later writes need no new space. Not durable
   * before {@link #force}.
   *
   * @throws DiskFullException when there is not enough space
   */
  void preallocate(long length) throws IOException;

  /**
   * Makes everything written to the file durable. After a failure nothing is known about the bytes
   * written since the last success, and calling it again tells nothing: Linux reports such an error
   * once.
   */
  void force() throws IOException;

  @Override
  void close() throws IOException;
}
