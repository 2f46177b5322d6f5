package solo.eventstore.provider;

import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.tenant.Printable;

/** Says when the event log refuses events for want of space, or has no index. */
@Component(property = {"hc.name=Event log", "hc.tags=solo"})
public final class EventStoreHealth implements HealthCheck {
  private final JournalEventStore store;

  /** The health of a store. */
  @Activate
  public EventStoreHealth(@Reference JournalEventStore store) {
    this.store = store;
  }

  @Override
  public Result execute() {
    return result(store.diskFull(), store.indexOff());
  }

  static Result result(Optional<String> diskFull, Optional<String> indexOff) {
    if (diskFull.isPresent()) {
      return new Result(
          Result.Status.CRITICAL,
          "Nothing can be changed, since the disk is full: "
              + Printable.escape(diskFull.get())
              + ". Free some space; it goes on by itself.");
    }
    return indexOff
        .map(
            reason ->
                new Result(
                    Result.Status.WARN,
                    "Queries read the whole log, since the index is off: " + reason))
        .orElseGet(() -> new Result(Result.Status.OK, "The event log takes events."));
  }
}
