package solo.shell.control;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Job.Status;
import org.jline.utils.NonBlockingInputStream;
import org.jline.utils.NonBlockingPumpInputStream;
import org.jline.utils.Timeout;

/**
 * The keys of a terminal, for the one whose turn it is: a command while its job is in the
 * foreground, else the line editor. A command that was interrupted or suspended may still be on its
 * way to read, and must not take what was typed for the next line.
 */
final class Keyboard extends NonBlockingInputStream {
  private final NonBlockingPumpInputStream keys;
  private boolean closed;

  Keyboard(NonBlockingPumpInputStream keys) {
    this.keys = keys;
  }

  @Override
  public int read(long timeoutMs, boolean isPeek) throws IOException {
    Job job = Job.Utils.current();
    Timeout timeout = new Timeout(timeoutMs);
    try {
      int key = take(job);
      while (key == READ_EXPIRED && !timeout.elapsed()) {
        await(timeout.timeout());
        key = take(job);
      }
      return key;
    } catch (InterruptedException e) {
      InterruptedIOException interrupted = new InterruptedIOException("interrupted");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  /** Whoever ends or suspends the job needs its lock: after that it gets no key. */
  private int take(Job job) throws IOException, InterruptedException {
    if (job == null) {
      return take();
    }
    synchronized (job) {
      while (job.status() == Status.Suspended || job.status() == Status.Background) {
        job.wait();
      }
      if (job.status() == Status.Done) {
        throw new InterruptedException("the command has ended");
      }
      return take();
    }
  }

  /** Looks for an interrupt first: a key that is there may have been typed after it. */
  private int take() throws IOException, InterruptedException {
    synchronized (keys) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      return someNow() ? keys.read(1L) : READ_EXPIRED;
    }
  }

  private void await(long ms) throws InterruptedException {
    synchronized (keys) {
      if (!someNow()) {
        // Who types may wait for room.
        keys.notifyAll();
        keys.wait(ms);
      }
    }
  }

  private boolean someNow() {
    return closed || keys.available() > 0;
  }

  @Override
  public int available() {
    return keys.available();
  }

  /** There are no more keys than those that are here. */
  @Override
  public void close() throws IOException {
    synchronized (keys) {
      closed = true;
      keys.close();
    }
  }
}
