package solo.core.event;

import java.util.Iterator;
import org.osgi.annotation.versioning.ProviderType;

/** Events in the order of their ids. For one thread. Closing it twice is fine. */
@ProviderType
public interface EventCursor extends Iterator<Event>, AutoCloseable {
  @Override
  void close();
}
