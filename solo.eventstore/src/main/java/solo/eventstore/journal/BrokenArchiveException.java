package solo.eventstore.journal;

import java.io.IOException;

/**
 * An archived segment is not what was written, or cannot be read: the origin of an {@link
 * solo.core.event.EventStoreException} that is not the log's.
 */
public final class BrokenArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenArchiveException(String message, IOException origin) {
    super(message, origin);
  }
}
