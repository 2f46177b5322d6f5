package solo.core.directory;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import solo.core.vault.Seal;

/**
 * When secrets last came that a file may have lacked: each counts like an event by which a service
 * came. For one thread.
 */
final class SecretNews {
  /** No vault, no news. */
  static final SecretNews NONE = new SecretNews(() -> Seal.SEALED, tenant -> 0, () -> 0);

  private final Supplier<Seal> seal;
  private final ToLongFunction<String> newestSecret;
  private final LongSupplier newestUnseal;
  private final Map<String, Long> secrets = new HashMap<>();
  private Seal before;
  private long opened;
  private long unsealed;

  /**
   * Asks nobody yet.
   *
   * @param newestSecret the event that stored the newest secret of a tenant as the vault knows it,
   *     so that one which is told of can be read
   * @param newestUnseal the newest event by which the vault was unsealed, of an earlier process too
   */
  SecretNews(Supplier<Seal> seal, ToLongFunction<String> newestSecret, LongSupplier newestUnseal) {
    this.seal = seal;
    this.newestSecret = newestSecret;
    this.newestUnseal = newestUnseal;
  }

  /** A round begins; the log is at this event. */
  void look(long lastId) {
    secrets.clear();
    Seal now = seal.get();
    if (now == Seal.OPEN && before == Seal.SEALED) {
      // The event of it may be older than a try that still found the vault sealed.
      opened = lastId + 1;
    }
    unsealed = now == Seal.OPEN && before != Seal.OPEN ? newestUnseal.getAsLong() : unsealed;
    before = now;
  }

  /** The event of the newest change for files of a tenant; 0 where none is known. */
  long changed(String tenant) {
    return before == Seal.OPEN
        ? Math.max(
            Math.max(opened, unsealed), secrets.computeIfAbsent(tenant, newestSecret::applyAsLong))
        : 0;
  }
}
