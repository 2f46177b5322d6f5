package solo.capability.vault;

import java.time.Duration;
import solo.core.capability.Caller;
import solo.core.event.Durable;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.vault.VaultException;
import solo.core.vault.VaultException.Cause;
import solo.core.vault.VaultKeys.Source;

/**
 * Tells the log. What is told is durable when a method returns, and an interrupt does not change
 * that. Safe for use by many threads.
 */
final class VaultLog implements KeyEvents {
  private static final Caller SELF = Caller.system("vault");
  private static final int LONGEST_REASON = 2_000;

  /** Whether what is acknowledged is in force, too. */
  @FunctionalInterface
  interface Applied {
    /** Returns when the event is applied; false where that takes too long. */
    boolean await(long id, Duration limit);
  }

  private final EventStore events;

  VaultLog(EventStore events) {
    this.events = events;
  }

  /** Returns with the durable event. */
  Event append(EventDraft draft) {
    try {
      return Durable.await(events.append(draft));
    } catch (EventStoreException e) {
      throw mapped(e);
    }
  }

  /** About a tenant. */
  static EventDraft draft(String tenant, Caller caller, String reason, Payload payload) {
    String cut = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    return new EventDraft(tenant, "", caller.actor(), cut, 0, payload);
  }

  private static VaultException mapped(Throwable failure) {
    if (failure instanceof EventStoreException e && e.why() == EventStoreException.Cause.CLOSED) {
      return new VaultException(Cause.SHUTTING_DOWN, "Solo is shutting down", e);
    }
    return new VaultException(
        Cause.NOT_DURABLE, "the event could not be written: " + failure.getMessage(), failure);
  }

  @Override
  public void sealed(String why) {
    append(draft("", SELF, "", new Payload.VaultSealed(why)));
  }

  @Override
  public void unsealed(int masterKey, Source source, By by) {
    Payload unsealed = new Payload.VaultUnsealed(masterKey, source.name());
    append(draft("", by.caller(), by.reason(), unsealed));
  }

  @Override
  public void rotated(int masterKey, Source source, int keys, By by) {
    Payload rotated = new Payload.VaultRotated(masterKey, source.name(), keys);
    append(draft("", by.caller(), by.reason(), rotated));
  }
}
