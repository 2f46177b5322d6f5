package solo.capability.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import solo.core.event.Payload;

/**
 * Counts uses in memory, each token's for itself, and knows which were used. Safe for use by many
 * threads.
 */
public final class Uses {

  /** A token's uses that the log does not have. */
  public record Use(LiveToken token, Payload.CapabilityVerified payload) {}

  private final Queue<LiveToken> used = new ConcurrentLinkedQueue<>();

  /** Counts one. */
  public void count(LiveToken token, long nowMs) {
    if (token.count(nowMs)) {
      used.add(token);
    }
  }

  /** A token has uses left that the log does not have. */
  public void again(LiveToken token) {
    used.add(token);
  }

  /**
   * Every token that was used since, once. What cannot be logged is to be given back by {@link
   * #again}; what is logged is counted off when its event is applied to the table.
   */
  public List<Use> take() {
    List<Use> all = new ArrayList<>();
    for (LiveToken token = used.poll(); token != null; token = used.poll()) {
      long count = token.pending();
      if (count > 0) {
        all.add(
            new Use(
                token,
                new Payload.CapabilityVerified(token.accessor(), count, token.lastUsedMs())));
      }
    }
    return all;
  }
}
