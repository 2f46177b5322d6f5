package solo.capability.provider;

import solo.core.capability.CapabilityException;
import solo.core.capability.CapabilityException.Cause;
import solo.core.event.Durable;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;

/** Appends and waits through interrupts: what may have become durable must be known. */
final class Durably {
  private Durably() {}

  /**
   * The durable event.
   *
   * @throws CapabilityException when it is not in the log
   */
  static Event append(EventStore events, EventDraft draft) {
    try {
      return Durable.await(events.append(draft));
    } catch (EventStoreException e) {
      throw refused(draft, e);
    }
  }

  private static CapabilityException refused(EventDraft draft, EventStoreException e) {
    if (e.why() == EventStoreException.Cause.CLOSED) {
      return new CapabilityException(Cause.SHUTTING_DOWN, "the container stops", e);
    }
    String type = draft.payload().type();
    return e.why() == EventStoreException.Cause.TOO_LARGE
        ? new CapabilityException(Cause.REFUSED, type + " is too large for the log", e)
        : new CapabilityException(
            Cause.NOT_DURABLE,
            "%s could not be written, so nothing was changed: %s".formatted(type, e.getMessage()),
            e);
  }
}
