package solo.shell.control;

import java.time.Duration;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Job.Status;

/** Interrupts Gogo's jobs. */
final class Jobs {
  /**
   * The thread that runs a job ends it at once, whatever the command does, if it ever began. On a
   * busy machine that takes a while; a job that is left too early still reads what is typed next.
   */
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private Jobs() {}

  /**
   * Interrupts a job, and sees to it that nobody goes on waiting for it. Gogo never ends a job that
   * is interrupted before its thread has begun: it stays in the foreground for good, and no other
   * command of the session can run.
   */
  static void interrupt(Job job) {
    job.interrupt();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (job) {
      while (job.status() == Status.Foreground) {
        long leftMs = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
        if (leftMs <= 0 || !waits(job, leftMs)) {
          job.background();
        }
      }
    }
  }

  private static boolean waits(Job job, long ms) {
    try {
      job.wait(ms);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
