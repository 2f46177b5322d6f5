package solo.capability.provider;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.capability.store.TokenStore;
import solo.capability.token.Digest;
import solo.capability.token.StoredToken;

/** Where no store is there: every start reads the tokens from the log. */
final class NoStore implements TokenStore {

  @Override
  public Restored restoreAll(Instant now, Consumer<StoredToken> each) {
    return new Restored(0, 0, 0, 0, "");
  }

  @Override
  public void store(StoredToken token) {}

  @Override
  public void revoke(Digest token, long grantId, long eventId) {}

  @Override
  public void upTo(long eventId) {}

  @Override
  public int cleanupExpired(Instant now) {
    return 0;
  }

  @Override
  public List<Digest> ofTenant(String tenant) {
    return List.of();
  }

  @Override
  public Promise<Void> flush() {
    return Promises.resolved(null);
  }
}
