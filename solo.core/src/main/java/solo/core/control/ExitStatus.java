package solo.core.control;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A command's result that knows with which status {@code solo exec} ends. A result that does not
 * implement this ends with {@link #DONE}; a command that throws with {@link #FAILED}.
 */
@ConsumerType
public interface ExitStatus {
  /** The command did what it was asked for. */
  int DONE = 0;

  /** The command failed, or found something of severity ERROR. */
  int FAILED = 1;

  /** The command found something of severity WARNING, and nothing worse. */
  int WARNING = 2;

  /** There is no container to ask. */
  int NOT_RUNNING = 3;

  /** The container is there, and starts, stops or is unwell. */
  int UNWELL = 4;

  /** 0 to 255. */
  int status();
}
