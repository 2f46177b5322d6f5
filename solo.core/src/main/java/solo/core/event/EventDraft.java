package solo.core.event;

import java.util.Objects;
import java.util.Optional;
import solo.core.capability.Caller;
import solo.core.tenant.ServiceKey;

/**
 * An event before the store gives it its id and time.
 *
 * @param tenant an id, or empty for what concerns the whole container
 * @param subject the service's id within the tenant, or empty
 * @param actor who did it, as {@link Caller#actor()}
 * @param reason why, in the actor's words; may be empty
 * @param cause the id of the event it is the effect of, 0 for none
 */
public record EventDraft(
    String tenant, String subject, String actor, String reason, long cause, Payload payload) {

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException when an id is not one, or a subject has no tenant
   */
  public EventDraft {
    if (!tenant.isEmpty()) {
      ServiceKey.requireId("tenant", tenant);
    }
    if (!subject.isEmpty()) {
      new ServiceKey(tenant, subject);
    }
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(reason, "reason");
    if (cause < 0) {
      throw new IllegalArgumentException("a cause is an event id or 0, not " + cause);
    }
    Objects.requireNonNull(payload, "payload");
  }

  /** What concerns the whole container. */
  public static EventDraft ofSystem(Caller caller, String reason, long cause, Payload payload) {
    return new EventDraft("", "", caller.actor(), reason, cause, payload);
  }

  /** What concerns one service. */
  public static EventDraft ofService(
      ServiceKey key, Caller caller, String reason, long cause, Payload payload) {
    return new EventDraft(key.tenant(), key.service(), caller.actor(), reason, cause, payload);
  }

  /** The service it is about, empty for what concerns a tenant or the whole container. */
  public Optional<ServiceKey> key() {
    return subject.isEmpty() ? Optional.empty() : Optional.of(new ServiceKey(tenant, subject));
  }
}
