package solo.eventstore.provider;

import java.nio.file.Path;
import java.time.Clock;
import solo.core.event.EventStore;
import solo.eventstore.EventFeedContract;

public class JournalEventStoreFeedTest extends EventFeedContract {

  @Override
  protected EventStore open(Path directory, Clock clock) {
    return Stores.open(directory, clock);
  }

  @Override
  protected void close(EventStore store) {
    ((JournalEventStore) store).close();
  }
}
