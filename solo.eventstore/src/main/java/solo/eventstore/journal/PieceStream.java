package solo.eventstore.journal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import solo.core.disk.DiskFile;
import solo.eventstore.journal.JournalCopy.Piece;

/** The first bytes of a file, then zeros. For one thread. */
final class PieceStream extends InputStream {
  private final DiskFile file;
  private final Piece piece;
  private long at;

  PieceStream(DiskFile file, Piece piece) {
    this.file = file;
    this.piece = piece;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (at >= piece.bytes()) {
      return -1;
    }
    int count = (int) Math.min(length, piece.bytes() - at);
    if (at < piece.used()) {
      count = (int) Math.min(count, piece.used() - at);
      if (file.read(at, into, offset, count) < count) {
        throw new EOFException(piece.name() + " ended at " + at + " of " + piece.bytes());
      }
    } else {
      Arrays.fill(into, offset, offset + count, (byte) 0);
    }
    at += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
