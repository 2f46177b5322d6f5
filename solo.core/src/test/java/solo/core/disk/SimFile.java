package solo.core.disk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** One file of a {@link SimDisk}: what processes see, what is durable, and the writes between. */
final class SimFile implements Comparable<SimFile> {
  private static final AtomicLong NUMBERS = new AtomicLong();

  /** Bytes at a position; null where the file was cut there. */
  private record Write(int position, byte[] bytes) {}

  /** Bytes that copies share until one of them writes. */
  private static final class Content {
    private byte[] bytes = new byte[0];
    private boolean shared;

    Content share() {
      shared = true;
      Content copy = new Content();
      copy.bytes = bytes;
      copy.shared = true;
      return copy;
    }

    byte[] own() {
      if (shared) {
        bytes = bytes.clone();
        shared = false;
      }
      return bytes;
    }

    void put(int position, byte[] from, int offset, int length) {
      if (position + length > bytes.length) {
        bytes = Arrays.copyOf(bytes, position + length);
        shared = false;
      }
      System.arraycopy(from, offset, own(), position, length);
    }

    void put(Write write) {
      if (write.bytes == null) {
        cut(write.position);
      } else {
        put(write.position, write.bytes, 0, write.bytes.length);
      }
    }

    void cut(int length) {
      if (length < bytes.length) {
        bytes = Arrays.copyOf(bytes, length);
        shared = false;
      }
    }
  }

  private final long number = NUMBERS.incrementAndGet();
  private final List<Write> pending = new ArrayList<>();
  private Content cache = new Content();
  private Content durable = new Content();

  @Override
  public int compareTo(SimFile other) {
    return Long.compare(number, other.number);
  }

  static SimFile of(byte[] bytes) {
    SimFile file = new SimFile();
    file.cache.bytes = bytes.clone();
    file.durable = file.cache.share();
    return file;
  }

  /** What processes see; to be read only. */
  byte[] seen() {
    return cache.bytes;
  }

  /** What processes see, to be changed by the test. */
  byte[] own() {
    return cache.own();
  }

  void flip(int at) {
    cache.own()[at] ^= 1;
    if (at < durable.bytes.length) {
      durable.own()[at] ^= 1;
    }
  }

  void write(int position, byte[] bytes, boolean forgetSame) {
    boolean same =
        position + bytes.length <= cache.bytes.length
            && Arrays.equals(
                cache.bytes, position, position + bytes.length, bytes, 0, bytes.length);
    if (!same) {
      cache.put(position, bytes, 0, bytes.length);
    }
    if (!same || !forgetSame) {
      pending.add(new Write(position, bytes));
    }
  }

  void truncate(int length) {
    cache.cut(length);
    pending.add(new Write(length, null));
  }

  boolean isPending() {
    return !pending.isEmpty();
  }

  void force() {
    pending.forEach(durable::put);
    pending.clear();
  }

  /** After a failed force Linux holds the pages for clean: nobody writes them any more. */
  void loseForce() {
    pending.clear();
  }

  SimFile copy() {
    SimFile copy = new SimFile();
    copy.cache = cache.share();
    copy.durable = durable.share();
    copy.pending.addAll(pending);
    return copy;
  }

  SimFile powerLoss(Loss loss, Random random) {
    SimFile file = new SimFile();
    file.durable = durable.share();
    int kept = loss.keptOf(pending.size(), random);
    for (int i = 0; i < pending.size(); i++) {
      Write write = pending.get(i);
      if (write.bytes == null) {
        if (loss.fate(i, kept, random) == Loss.Fate.KEPT) {
          file.durable.cut(write.position);
        }
      } else {
        lose(file.durable, write, i, kept, loss, random);
      }
    }
    file.cache = file.durable.share();
    return file;
  }

  private static void lose(
      Content left, Write write, int index, int kept, Loss loss, Random random) {
    int piece = loss.pieceOf(write.bytes.length);
    for (int at = 0; at < write.bytes.length; at = next(write.position + at, piece, at)) {
      int end = Math.min(write.bytes.length, next(write.position + at, piece, at));
      switch (loss.fate(index, kept, random)) {
        case KEPT -> left.put(write.position + at, write.bytes, at, end - at);
        case ZEROED -> zero(left, write, at, end);
        case DROPPED -> {
          // it stays as it was
        }
      }
    }
  }

  /** Where the next piece begins: pieces are cut at multiples of their size in the file. */
  private static int next(int position, int piece, int at) {
    return at + piece - position % piece;
  }

  /** Zeros where the write changes something: a device leaves alone what stays as it was. */
  private static void zero(Content left, Write write, int from, int to) {
    byte[] zeros = new byte[to - from];
    byte[] now = left.bytes;
    for (int at = from; at < to; at++) {
      int position = write.position + at;
      if (position < now.length && now[position] == write.bytes[at]) {
        zeros[at - from] = now[position];
      }
    }
    left.put(write.position + from, zeros, 0, zeros.length);
  }
}
