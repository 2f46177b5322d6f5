package solo.eventstore.provider;

import java.nio.file.Path;
import java.time.Clock;
import solo.core.event.EventStore;
import solo.eventstore.LastEventContract;

public class JournalEventStoreLastEventTest extends LastEventContract {

  @Override
  protected EventStore open(Path directory, Clock clock) {
    return Stores.open(directory, clock);
  }

  @Override
  protected void close(EventStore store) {
    ((JournalEventStore) store).close();
  }
}
