package solo.core.event;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/**
 * One durable fact.
 *
 * @param id above 0, one more than the event before it
 * @param time UTC, milliseconds; never before that of the event before it
 * @param boot which run of the process wrote it
 * @param draft all that its writer said
 */
public record Event(long id, Instant time, UUID boot, EventDraft draft) {

  /** Checks the fields. */
  public Event {
    if (id <= 0) {
      throw new IllegalArgumentException("an event's id is above 0, not " + id);
    }
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(boot, "boot");
    Objects.requireNonNull(draft, "draft");
  }

  /** What it says. */
  public Payload payload() {
    return draft.payload();
  }

  /** The type's name. */
  public String type() {
    return draft.payload().type();
  }
}
