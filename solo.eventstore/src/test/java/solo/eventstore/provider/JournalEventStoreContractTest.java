package solo.eventstore.provider;

import java.nio.file.Path;
import java.time.Clock;
import solo.core.event.EventStore;
import solo.eventstore.EventStoreContract;

public class JournalEventStoreContractTest extends EventStoreContract {

  @Override
  protected EventStore open(Path directory, Clock clock) {
    return Stores.open(directory, clock);
  }

  @Override
  protected void close(EventStore store) {
    ((JournalEventStore) store).close();
  }
}
