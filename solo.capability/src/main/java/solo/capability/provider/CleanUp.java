package solo.capability.provider;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.osgi.service.log.Logger;
import solo.capability.store.TokenStore;
import solo.capability.token.TokenTable;
import solo.core.clock.ContainerClock;

/**
 * Removes expired tokens, but not while one is renewed: its new expiry may be in the log and not in
 * the table.
 */
final class CleanUp {
  private static final long PATIENCE_MS = 1_000;

  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
  private final TokenTable table;
  private final TokenStore store;
  private final ContainerClock clock;
  private final Logger logger;

  CleanUp(TokenTable table, TokenStore store, ContainerClock clock, Logger logger) {
    this.table = table;
    this.store = store;
    this.clock = clock;
    this.logger = logger;
  }

  /** Does what renews a token. */
  <T> T renewing(Supplier<T> renewal) {
    lock.readLock().lock();
    try {
      return renewal.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Whether no renewal is under way; waits a while for the end of one. */
  boolean settled() {
    try {
      if (!lock.writeLock().tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      lock.writeLock().unlock();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Removes them from the table and the store; another time where it cannot be now.
   *
   * @param upToDate whether the table has all of the log
   * @return how many were in the table
   */
  int run(BooleanSupplier upToDate) {
    try {
      if (!lock.writeLock().tryLock(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        return 0;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
    try {
      return upToDate.getAsBoolean() ? remove() : 0;
    } finally {
      lock.writeLock().unlock();
    }
  }

  private int remove() {
    Instant now = clock.now();
    int gone = table.cleanupExpired(now.toEpochMilli());
    int stored = fromStore(now);
    if (gone + stored > 0) {
      logger.info("{} expired tokens cleaned up, {} on disk", gone, stored);
    }
    return gone;
  }

  /** A store that is off says so by its health. */
  private int fromStore(Instant now) {
    try {
      return store.cleanupExpired(now);
    } catch (IllegalStateException e) {
      return 0;
    }
  }
}
