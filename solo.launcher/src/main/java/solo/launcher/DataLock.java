package solo.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import solo.core.lifecycle.ExitCode;

/**
 * One process per data directory: {@code data/lock} is locked before anything else in there is
 * touched, and until the process is gone. Nothing else in this JVM may open that file: closing any
 * descriptor of it would drop the lock.
 */
final class DataLock implements AutoCloseable {
  private static final Duration HOLDER_NAMES_ITSELF = Duration.ofSeconds(1);

  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws LaunchException with {@link ExitCode#ALREADY_RUNNING} when another process has it
   */
  static DataLock acquire(Path data) throws LaunchException {
    Path file = data.resolve("lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DataLock(channel);
      }
      channel.close();
    } catch (IOException e) {
      throw new LaunchException(
          WriteFailure.code(e),
          "%s cannot be locked (%s): the data directory must be on a file system that this user may write and lock"
              .formatted(file, WriteFailure.reason(e)));
    }
    throw new LaunchException(
        ExitCode.ALREADY_RUNNING,
        "the data directory %s is in use by %s; stop it with 'solo stop', or give another with --data"
            .formatted(data, holder(data)));
  }

  /** The holder writes its name just after it has the lock. */
  private static String holder(Path data) {
    PidFile file = new PidFile(data);
    long deadline = System.nanoTime() + HOLDER_NAMES_ITSELF.toNanos();
    Optional<PidFile.Holder> holder = file.holder();
    while (holder.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
      holder = file.holder();
    }
    return holder.map(Object::toString).orElse("another process");
  }

  /** Gives the lock back; the container never does, its end does. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
