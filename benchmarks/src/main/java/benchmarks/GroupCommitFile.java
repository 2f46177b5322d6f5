package benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * The baseline of an append: a preallocated file, one thread that writes all that waits, forces
 * once and tells the callers. No checksum, no chain, no index; starts again at the front when full.
 */
final class GroupCommitFile implements AutoCloseable {
  private static final int CAPACITY = 64 << 20;
  private static final int BATCH = 1024;

  private record Append(byte[] body, CompletableFuture<Long> done) {}

  private final BlockingQueue<Append> queue = new ArrayBlockingQueue<>(8192);
  private final FileChannel channel;
  private final Thread writer = new Thread(this::write, "group-commit");
  private long position;

  GroupCommitFile(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
    for (int at = 0; at < CAPACITY; at += zeros.capacity()) {
      channel.write(zeros.clear(), at);
    }
    channel.force(true);
    writer.start();
  }

  /** Returns when the bytes are forced. */
  long append(byte[] body) {
    Append append = new Append(body, new CompletableFuture<>());
    try {
      queue.put(append);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return append.done().join();
  }

  private void write() {
    List<Append> batch = new ArrayList<>();
    ByteBuffer buffer = ByteBuffer.allocateDirect(4 << 20);
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        write(batch, buffer.clear());
        batch.forEach(append -> append.done().complete(position));
        batch.clear();
      }
    } catch (InterruptedException e) {
      // closed
    } catch (IOException e) {
      batch.forEach(append -> append.done().completeExceptionally(e));
    }
  }

  private void write(List<Append> batch, ByteBuffer buffer) throws IOException {
    batch.forEach(append -> buffer.put(append.body()));
    buffer.flip();
    if (position + buffer.remaining() > CAPACITY) {
      position = 0;
    }
    position += channel.write(buffer, position);
    channel.force(false);
  }

  @Override
  public void close() throws IOException, InterruptedException {
    writer.interrupt();
    writer.join();
    channel.close();
  }
}
