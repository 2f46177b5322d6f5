package solo.capability.token;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.TokenStatus.State;
import solo.core.fold.Fact;

/** Tokens and limits in words; nothing of what opens something. */
final class TokenFacts {
  private TokenFacts() {}

  static Fact of(LiveToken token, long nowMs) {
    StoredToken stored = token.stored();
    Capability c = stored.capability();
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("standing", token.state(nowMs) == State.VALID ? "active" : "expired");
    fields.put("resource", c.resource().text());
    fields.put("permissions", Permission.words(c.permissions()));
    fields.put("operations", String.join(",", c.operations()));
    fields.put("expires", c.expires().toString());
    fields.put("renewableUntil", c.renewableUntil().toString());
    fields.put("parent", c.parent());
    fields.put("grantedBy", stored.grantedBy());
    fields.put("eventId", String.valueOf(stored.grantId()));
    fields.put("rate", c.rate().limits() ? words(c.rate()) : "");
    long last = stored.lastUsedMs();
    fields.put("lastUsed", last == 0 ? "" : Instant.ofEpochMilli(last).toString());
    fields.values().removeIf(String::isEmpty);
    return new Fact("token", c.tenant(), c.accessor(), fields);
  }

  static Fact of(String tenant, RateLimit limit) {
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("rate", words(limit));
    return new Fact("limit", tenant, "rate", fields);
  }

  private static String words(RateLimit rate) {
    return "%d a second, %d at once".formatted(rate.perSecond(), rate.burst());
  }
}
