package solo.shell.provider;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import solo.core.capability.Authorization;
import solo.core.capability.Capability;
import solo.core.capability.TokenStatus;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;

/** What the log tells of one token. */
final class TokenEvents {
  /** Of each kind so many of the tenant's newest are looked through. */
  private static final int NEWEST = 1000;

  private static final List<Class<? extends Payload>> KINDS =
      List.of(
          Payload.CapabilityRenewed.class,
          Payload.CapabilityRevoked.class,
          Payload.CapabilityDenied.class,
          Payload.CapabilityVerified.class);

  private TokenEvents() {}

  /** Its grant, its end, and what there is of it among the newest; oldest first. */
  static List<Event> of(TokenStatus token, EventStore store) {
    List<Event> events = new ArrayList<>();
    store.event(token.grantId()).ifPresent(events::add);
    for (Class<? extends Payload> kind : KINDS) {
      store.query(query(token.capability(), kind)).stream()
          .filter(event -> accessor(event.payload()).equals(token.capability().accessor()))
          .forEach(events::add);
    }
    Optional<Event> end = token.endedBy() == 0 ? Optional.empty() : store.event(token.endedBy());
    end.filter(event -> events.stream().noneMatch(e -> e.id() == event.id()))
        .ifPresent(events::add);
    events.sort(Comparator.comparingLong(Event::id));
    return events;
  }

  private static EventQuery query(Capability capability, Class<? extends Payload> kind) {
    boolean every = capability.tenant().equals(Authorization.EVERY_TENANT);
    String tenant = every ? "" : capability.tenant();
    return new EventQuery(tenant, "", Payload.typeOf(kind), 0, NEWEST, true);
  }

  private static String accessor(Payload payload) {
    if (payload instanceof Payload.CapabilityRenewed renewed) {
      return renewed.accessor();
    } else if (payload instanceof Payload.CapabilityRevoked revoked) {
      return revoked.accessor();
    } else if (payload instanceof Payload.CapabilityDenied denied) {
      return denied.accessor();
    }
    return payload instanceof Payload.CapabilityVerified verified ? verified.accessor() : "";
  }
}
