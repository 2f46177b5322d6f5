package solo.shell.control;

import java.util.OptionalInt;
import solo.core.control.FrameException;

/**
 * What a client asked for: one command, or a shell. It runs on a thread of its own; all that is
 * here comes from the thread that reads the client's frames, and does not wait for the task.
 */
interface Task {
  /**
   * Bytes of standard input.
   *
   * @throws FrameException when that many were not asked for
   */
  void input(byte[] bytes) throws FrameException;

  /** There is no more input. */
  void endOfInput();

  /** The size of the client's terminal. */
  void window(int columns, int rows);

  /** Ends what runs, as Ctrl-C does. */
  void interrupt();

  /** The client is gone: the task ends, with all that it started. */
  void hangUp();

  /** Lets go of what is held; for a task that never ran. */
  void discard();

  /** Whether something runs that may yet end by itself. */
  boolean busy();

  /** With which status the client ends if the container stops now; empty to just hang up. */
  OptionalInt farewell();
}
