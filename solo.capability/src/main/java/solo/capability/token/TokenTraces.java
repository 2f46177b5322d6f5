package solo.capability.token;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import solo.core.event.Event;
import solo.core.event.Payload;

/** Which events, besides its grant, made a token what it is. For one thread. */
final class TokenTraces implements TokenTable.Changes {
  private final Map<String, Long> renewed = new HashMap<>();
  private final Map<String, Use> used = new HashMap<>();
  private Event event;

  private record Use(long id, long lastAtMs) {}

  /** The event that is applied next: it counts where the table says that it changed something. */
  void next(Event applied) {
    event = applied;
  }

  @Override
  public void changed(StoredToken token) {
    String accessor = token.capability().accessor();
    if (event.payload() instanceof Payload.CapabilityGranted) {
      renewed.remove(accessor);
      used.remove(accessor);
    } else if (event.payload() instanceof Payload.CapabilityRenewed) {
      renewed.put(accessor, event.id());
    } else if (event.payload() instanceof Payload.CapabilityVerified verified) {
      Use use = new Use(event.id(), verified.lastAtMs());
      used.merge(accessor, use, (old, now) -> now.lastAtMs() > old.lastAtMs() ? now : old);
    }
  }

  @Override
  public void revoked(LiveToken token, long eventId) {
    renewed.remove(token.accessor());
    used.remove(token.accessor());
  }

  @Override
  public void usedOn(LiveToken token) {}

  @Override
  public void senseless(Event said, String why) {}

  /** The ids of those events. */
  List<Long> of(String accessor) {
    return Stream.concat(
            Stream.ofNullable(renewed.get(accessor)),
            Stream.ofNullable(used.get(accessor)).map(Use::id))
        .toList();
  }

  /** Forgets all others. */
  void retain(Predicate<String> accessors) {
    renewed.keySet().removeIf(accessors.negate());
    used.keySet().removeIf(accessors.negate());
  }
}
