package solo.capability.store;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.util.promise.Promise;
import solo.capability.token.Digest;
import solo.capability.token.StoredToken;

/**
 * The tokens on disk, for a fast start: derived from the log, which alone is what is acknowledged.
 * Whoever follows the log hands over each change in the order of the events. Nothing here blocks on
 * I/O but {@link #restoreAll} and {@link #cleanupExpired}. What fails on disk fails no token: the
 * store says so by its health, and is made anew at the next start. Safe for use by many threads.
 */
@ProviderType
public interface TokenStore {

  /**
   * What a restore found.
   *
   * @param at the event up to which the changes are in it; the follower goes on behind
   * @param restored how many tokens were handed over
   * @param expired how many were left out
   * @param malformed how many could not be read; where there are any the store is made anew, and
   *     {@code at} is 0
   * @param remade why it was made anew, empty where it was not
   */
  record Restored(long at, int restored, int expired, int malformed, String remade) {}

  /**
   * Hands over every token that has not expired by then, in the order of the grants. Where one is
   * refused by an exception, what was handed over is to be forgotten, as {@code at} 0 says.
   */
  Restored restoreAll(Instant now, Consumer<StoredToken> each);

  /** Keeps a token, in place of what was kept of it. */
  void store(StoredToken token);

  /**
   * Marks a token as revoked by the event.
   *
   * @param grantId the event of its grant, since tokens are kept in that order
   */
  void revoke(Digest token, long grantId, long eventId);

  /** Every change up to the event was handed over: the next commit names it. */
  void upTo(long eventId);

  /** Removes those that have expired by then from all maps; returns how many. */
  int cleanupExpired(Instant now);

  /** The tokens of a tenant, or of {@code *}, in the order of their grants. */
  List<Digest> ofTenant(String tenant);

  /** Resolves when all that was handed over before is forced; fails with what failed. */
  Promise<Void> flush();
}
