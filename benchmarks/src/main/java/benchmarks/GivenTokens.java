package benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.capability.store.TokenStore;
import solo.capability.token.Digest;
import solo.capability.token.StoredToken;
import solo.capability.token.TokenText;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;

/** A store that hands over so many tokens, each by an event of its own, and keeps nothing. */
final class GivenTokens implements TokenStore {
  private static final int NOTES = 10;
  private static final int SHOWN = 10_000;

  private final List<StoredToken> tokens;

  /**
   * So many.
   *
   * @param shown gets the text of some
   * @param bare gets the digest of each
   */
  GivenTokens(int tokens, List<String> shown, Map<Digest, Integer> bare) {
    this.tokens = new ArrayList<>(tokens);
    Random random = new Random(1);
    int step = Math.max(1, tokens / SHOWN);
    for (int i = 1; i <= tokens; i++) {
      String text = TokenText.make(TokenText.Kind.values()[0], random);
      StoredToken token = token(i, Digest.of(text), TokenText.accessor(random));
      if (i % step == 0) {
        shown.add(text);
      }
      bare.put(token.sha256(), i);
      this.tokens.add(token);
    }
  }

  /** Hands them over once. */
  @Override
  public Restored restoreAll(Instant now, Consumer<StoredToken> each) {
    int count = tokens.size();
    tokens.forEach(each);
    tokens.clear();
    return new Restored(count, count, 0, 0, "");
  }

  private static StoredToken token(long grantId, Digest sha256, String accessor) {
    Capability capability =
        new Capability(
            accessor,
            "",
            0,
            "acme",
            Resource.ALL,
            EnumSet.of(Permission.READ, Permission.DEPLOY),
            new TreeSet<>(),
            Stubs.NOW.plusMillis(grantId),
            Stubs.NOW.plus(Duration.ofDays(1)).plusMillis(grantId),
            Stubs.NOW.plus(Duration.ofDays(30)).plusMillis(grantId),
            RateLimit.NONE,
            "pipeline " + grantId % NOTES);
    return new StoredToken(sha256, capability, "owner:alice", grantId, 0, 0, 0);
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
