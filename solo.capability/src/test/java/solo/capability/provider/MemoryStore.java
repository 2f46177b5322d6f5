package solo.capability.provider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.capability.store.TokenStore;
import solo.capability.token.Digest;
import solo.capability.token.StoredToken;

/** A store that keeps all at once and survives restarts in a test. */
final class MemoryStore implements TokenStore {
  private final Map<Digest, StoredToken> tokens = new HashMap<>();
  private long at;

  @Override
  public synchronized Restored restoreAll(Instant now, Consumer<StoredToken> each) {
    List<StoredToken> live =
        tokens.values().stream()
            .filter(token -> token.capability().expires().isAfter(now))
            .sorted(Comparator.comparingLong(StoredToken::grantId))
            .toList();
    live.forEach(each);
    return new Restored(at, live.size(), tokens.size() - live.size(), 0, "");
  }

  @Override
  public synchronized void store(StoredToken token) {
    tokens.put(token.sha256(), token);
  }

  @Override
  public synchronized void revoke(Digest token, long grantId, long eventId) {
    tokens.computeIfPresent(token, (digest, stored) -> stored.revoked(eventId));
  }

  @Override
  public synchronized void upTo(long eventId) {
    at = eventId;
  }

  @Override
  public synchronized int cleanupExpired(Instant now) {
    int before = tokens.size();
    tokens.values().removeIf(token -> !token.capability().expires().isAfter(now));
    return before - tokens.size();
  }

  @Override
  public synchronized List<Digest> ofTenant(String tenant) {
    return all().stream()
        .filter(token -> token.capability().tenant().equals(tenant))
        .map(StoredToken::sha256)
        .toList();
  }

  synchronized List<StoredToken> all() {
    List<StoredToken> all = new ArrayList<>(tokens.values());
    all.sort(Comparator.comparingLong(StoredToken::grantId));
    return all;
  }

  @Override
  public Promise<Void> flush() {
    return Promises.resolved(null);
  }
}
