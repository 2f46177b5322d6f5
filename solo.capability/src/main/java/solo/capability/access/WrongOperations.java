package solo.capability.access;

import java.util.function.LongSupplier;
import org.osgi.service.log.Logger;
import solo.core.capability.Authorization;
import solo.core.capability.Permission;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;

/**
 * Tells the log of calls that a token does not grant, one a second at most; the others are counted
 * and told with the next. Safe for use by many threads.
 */
final class WrongOperations {
  private static final long EVERY_NANOS = 1_000_000_000L;

  private final EventStore events;
  private final LongSupplier nanos;
  private final Logger logger;
  private long last;
  private long suppressed;
  private boolean told;

  WrongOperations(EventStore events, LongSupplier nanos, Logger logger) {
    this.events = events;
    this.nanos = nanos;
    this.logger = logger;
  }

  /** Does not wait for the log. */
  void tell(Right right, String operation) {
    long counted;
    synchronized (this) {
      if (told && nanos.getAsLong() - last < EVERY_NANOS) {
        suppressed++;
        return;
      }
      told = true;
      last = nanos.getAsLong();
      counted = suppressed;
      suppressed = 0;
    }
    append(right, operation, counted);
  }

  private void append(Right right, String operation, long counted) {
    Payload payload =
        new Payload.CapabilityDenied(
            right.caller().name(),
            "wrong_operation",
            Permission.USE.word(),
            right.resource().text(),
            counted);
    String tenant = right.tenant().equals(Authorization.EVERY_TENANT) ? "" : right.tenant();
    try {
      events
          .append(
              new EventDraft(tenant, "", right.caller().actor(), "called " + operation, 0, payload))
          .onFailure(failure -> logger.warn("a denied call was not told: {}", failure.toString()));
    } catch (EventStoreException e) {
      logger.warn("a denied call was not told: {}", e.getMessage());
    }
  }
}
