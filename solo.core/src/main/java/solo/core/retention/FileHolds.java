package solo.core.retention;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Who needs the files of the data directory to stay as they are named. Whoever copies them holds
 * them; whoever removes some has them alone meanwhile. Never held across a call to foreign code.
 * Safe for use by many threads.
 */
@ProviderType
public interface FileHolds {

  /** Ends at {@link #close}; again is fine, from any thread. */
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * No file that the log names is removed until it is closed. Any number at a time; waits while
   * somebody removes.
   *
   * @param why in words, told to whoever wants to remove: {@code "a backup to /x"}
   */
  Hold hold(String why) throws InterruptedException;

  /**
   * The right to remove, for one at a time; empty where somebody holds or removes all that time.
   *
   * @param patience how long it waits; zero or less not at all
   */
  Optional<Hold> tryRemove(String why, Duration patience) throws InterruptedException;

  /** The reasons of those who hold or remove now; empty where nobody does. */
  List<String> held();
}
