package solo.core.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** One file of a {@link SimDisk}: what processes see, what is durable, and the writes between. */
final class SimFile implements Comparable<SimFile> {
  private static final AtomicLong NUMBERS = new AtomicLong();

  private record Write(int position, byte[] bytes) {}

  private final long number = NUMBERS.incrementAndGet();
  private final List<Write> pending = new ArrayList<>();
  byte[] cache = new byte[0];
  byte[] durable = new byte[0];

  @Override
  public int compareTo(SimFile other) {
    return Long.compare(number, other.number);
  }

  void write(int position, byte[] bytes, boolean forgetSame) {
    boolean same =
        position + bytes.length <= cache.length
            && Arrays.equals(cache, position, position + bytes.length, bytes, 0, bytes.length);
    cache = put(cache, position, bytes, 0, bytes.length);
    if (!same || !forgetSame) {
      pending.add(new Write(position, bytes));
    }
  }

  void force() {
    for (Write write : pending) {
      durable = put(durable, write.position, write.bytes, 0, write.bytes.length);
    }
    pending.clear();
  }

  /** After a failed force Linux holds the pages for clean: nobody writes them any more. */
  void loseForce() {
    pending.clear();
  }

  SimFile copy() {
    SimFile copy = new SimFile();
    copy.cache = cache.clone();
    copy.durable = durable.clone();
    copy.pending.addAll(pending);
    return copy;
  }

  SimFile powerLoss(Loss loss, Random random) {
    byte[] left = durable.clone();
    int kept = loss.keptOf(pending.size(), random);
    for (int i = 0; i < pending.size(); i++) {
      Write write = pending.get(i);
      int piece = loss.pieceOf(write.bytes.length);
      for (int at = 0; at < write.bytes.length; at = next(write.position + at, piece, at)) {
        int end = Math.min(write.bytes.length, next(write.position + at, piece, at));
        left =
            switch (loss.fate(i, kept, random)) {
              case KEPT -> put(left, write.position + at, write.bytes, at, end - at);
              case DROPPED -> left;
              case ZEROED -> zero(left, write, at, end);
            };
      }
    }
    SimFile file = new SimFile();
    file.cache = left.clone();
    file.durable = left;
    return file;
  }

  /** Where the next piece begins: pieces are cut at multiples of their size in the file. */
  private static int next(int position, int piece, int at) {
    return at + piece - position % piece;
  }

  /** Zeros where the write changes something: a device leaves alone what stays as it was. */
  private static byte[] zero(byte[] left, Write write, int from, int to) {
    byte[] zeroed = left;
    for (int at = from; at < to; at++) {
      int position = write.position + at;
      boolean changed = position >= left.length || left[position] != write.bytes[at];
      if (changed) {
        zeroed = put(zeroed, position, new byte[1], 0, 1);
      }
    }
    return zeroed;
  }

  private static byte[] put(byte[] into, int position, byte[] bytes, int from, int length) {
    byte[] grown = position + length > into.length ? Arrays.copyOf(into, position + length) : into;
    System.arraycopy(bytes, from, grown, position, length);
    return grown;
  }
}
