package solo.core.backup;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something that cannot be derived from the log and belongs into a backup; a service. Safe for use
 * by many threads.
 */
@ConsumerType
public interface BackupPart {

  /** Takes files. */
  interface Sink {
    /**
     * Adds one.
     *
     * @param name under the data directory, with {@code /} between its parts
     * @param bytes read to its end, not closed
     */
    void add(String name, InputStream bytes) throws IOException;
  }

  /** In one word. */
  String name();

  /**
   * Adds its files, as they are needed to go on after an event. Called while the files of the data
   * directory are held, after the event is durable.
   *
   * @param atId the last event of the backup
   */
  void add(Sink sink, long atId) throws IOException;
}
