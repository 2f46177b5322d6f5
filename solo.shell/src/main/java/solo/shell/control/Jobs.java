package solo.shell.control;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.apache.felix.service.command.Job.Status;
import org.apache.felix.service.command.JobListener;

/** The jobs of a Gogo session: ends and suspends the one in the foreground. */
final class Jobs {
  /**
   * The thread that runs a job ends it at once, whatever the command does, if it ever began. One
   * that is left too early on a busy machine neither reads nor shows anything from then on.
   */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  private final CommandSession session;
  private final JobListener listener;
  private final Set<Job> present = ConcurrentHashMap.newKeySet();

  Jobs(CommandSession session) {
    this(session, (job, before, now) -> {});
  }

  /** With one who is told what becomes of the jobs, until they are ended here. */
  Jobs(CommandSession session, JobListener listener) {
    this.session = session;
    this.listener = listener;
    session.setJobListener(this::changed);
  }

  private void changed(Job job, Status before, Status now) {
    if (before == Status.Created) {
      present.add(job);
    }
    if (present.contains(job)) {
      listener.jobChanged(job, before, now);
    }
    if (now == Status.Done) {
      present.remove(job);
    }
  }

  /** Whether a job has ended, or was, though a command of it may not have noticed yet. */
  boolean gone(Job job) {
    return job.session() == session && !present.contains(job);
  }

  /** Tells the job in the foreground to end; does not wait for it. */
  void interruptForeground() {
    Job job = session.foregroundJob();
    if (job != null) {
      job.interrupt();
    }
  }

  void suspendForeground() {
    Job job = session.foregroundJob();
    if (job != null) {
      synchronized (job) {
        if (job.status() == Status.Foreground) {
          job.suspend();
        }
      }
    }
  }

  /** Leaves no job in the foreground; for the thread that runs the session's lines. */
  void endForeground() {
    Job job = session.foregroundJob();
    while (job != null) {
      end(job);
      job = session.foregroundJob();
    }
  }

  /**
   * Gogo never ends a job that is interrupted before its thread has begun: it would stay in the
   * foreground for good, and no other command of the session could run.
   */
  private void end(Job job) {
    job.interrupt();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    synchronized (job) {
      long leftMs = PATIENCE.toMillis();
      while (job.status() == Status.Foreground && leftMs > 0) {
        await(job, leftMs);
        leftMs = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      }
      present.remove(job);
      if (job.status() == Status.Foreground) {
        job.background();
      }
    }
  }

  private static void await(Job job, long ms) {
    try {
      job.wait(ms);
    } catch (InterruptedException e) {
      // One more wish for what is being done.
    }
  }

  /**
   * Waits for a change of the job in the foreground.
   *
   * @return false at once where there is none
   */
  boolean awaitForeground() throws InterruptedException {
    Job job = session.foregroundJob();
    if (job == null) {
      return false;
    }
    synchronized (job) {
      if (job.status() == Status.Foreground) {
        job.wait();
      }
    }
    return true;
  }
}
