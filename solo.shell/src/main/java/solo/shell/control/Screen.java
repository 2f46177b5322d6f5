package solo.shell.control;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Predicate;
import org.apache.felix.service.command.Job;

/**
 * What a terminal shows: each piece as a whole, and nothing of a job once it is gone. A command of
 * it may still be on its way to print when the next prompt is there.
 */
final class Screen extends OutputStream {
  private final Discipline discipline;
  private final OutputStream client;
  private volatile Predicate<Job> gone = job -> false;

  Screen(Discipline discipline, OutputStream client) {
    this.discipline = discipline;
    this.client = client;
  }

  /** Makes of a byte what goes to the client. */
  interface Discipline {
    void put(int b) throws IOException;
  }

  /** From now on nothing is shown of what such jobs print. */
  void ignore(Predicate<Job> jobs) {
    gone = jobs;
  }

  /** Whether nothing is shown of what the calling thread prints. */
  boolean ignoresMe() {
    Job job = Job.Utils.current();
    return job != null && gone.test(job);
  }

  /** Shows a key that was typed, to be flushed. */
  synchronized void echo(int key) throws IOException {
    discipline.put(key);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int length) throws IOException {
    if (ignoresMe()) {
      return;
    }
    for (int i = 0; i < length; i++) {
      discipline.put(bytes[from + i]);
    }
    flush();
  }

  @Override
  public void flush() throws IOException {
    client.flush();
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
