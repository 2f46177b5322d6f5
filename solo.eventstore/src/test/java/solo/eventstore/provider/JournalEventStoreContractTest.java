package solo.eventstore.provider;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import solo.core.event.EventStore;
import solo.eventstore.EventStoreContract;
import solo.eventstore.journal.Disk;
import solo.eventstore.journal.JournalOptions;

/** The contract, with segments so small that there are many. */
public class JournalEventStoreContractTest extends EventStoreContract {

  @Override
  protected EventStore open(Path directory, Clock clock) {
    return new JournalEventStore(
        new StoreOpening(
            directory,
            JournalOptions.defaults().withSegmentBytes(512 << 10).withClock(clock),
            Disk.real(),
            "kernel",
            (code, reason) -> {
              throw new AssertionError(code + " " + reason);
            },
            LoggedLines.into(Collections.synchronizedList(new ArrayList<>()))));
  }

  @Override
  protected void close(EventStore store) {
    ((JournalEventStore) store).close();
  }
}
