package solo.capability.store;

import java.util.HashMap;
import java.util.Map;
import solo.capability.token.CapabilityEvents;
import solo.capability.token.StoredToken;
import solo.core.event.Event;
import solo.core.event.Payload;

/** What events say of tokens that were granted before: how they end. Pure; for one thread. */
final class LogFacts {
  private final Map<String, Long> revoked = new HashMap<>();
  private final Map<String, Long> tenantRevoked = new HashMap<>();
  private final Map<String, Long> renewedTo = new HashMap<>();

  /** Takes an event; others than of revocations and renewals say nothing. */
  void add(Event event) {
    Payload payload = event.payload();
    if (payload instanceof Payload.CapabilityRevoked one) {
      if (one.accessor().isEmpty()) {
        tenantRevoked.merge(CapabilityEvents.tokenTenant(event), event.id(), Math::max);
      } else {
        revoked.putIfAbsent(one.accessor(), event.id());
      }
    } else if (payload instanceof Payload.CapabilityRenewed one) {
      renewedTo.merge(one.accessor(), one.expiresAtMs(), Math::max);
    }
  }

  /** An event that revoked the token itself, 0 where none did. */
  long revokedBy(StoredToken token) {
    long own = revoked.getOrDefault(token.capability().accessor(), 0L);
    long all = tenantRevoked.getOrDefault(token.capability().tenant(), 0L);
    return own > token.grantId() ? own : all > token.grantId() ? all : 0;
  }

  /**
   * What is wrong with a token that its grant tells of.
   *
   * @return empty where nothing is
   */
  String wrong(StoredToken token, StoredToken granted) {
    String accessor = token.capability().accessor();
    boolean same =
        token.sha256().equals(granted.sha256())
            && token.grantedBy().equals(granted.grantedBy())
            && token
                .capability()
                .equals(granted.capability().expiring(token.capability().expires()));
    if (!same) {
      return "event " + token.grantId() + " grants something else";
    }
    long until =
        Math.max(
            granted.capability().expires().toEpochMilli(), renewedTo.getOrDefault(accessor, 0L));
    return token.capability().expires().toEpochMilli() > until
        ? "it lives until %s, no event says so".formatted(token.capability().expires())
        : "";
  }
}
