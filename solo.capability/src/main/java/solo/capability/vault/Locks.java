package solo.capability.vault;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import solo.core.vault.SecretKey;

/** One change of a secret at a time, and none while its tenant's keys go. */
final class Locks {
  private static final int STRIPES = 128;

  private final ReadWriteLock[] tenants =
      IntStream.range(0, STRIPES)
          .mapToObj(i -> new ReentrantReadWriteLock())
          .toArray(ReadWriteLock[]::new);
  private final Lock[] secrets =
      IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(Lock[]::new);

  private static int stripe(Object of) {
    return Math.floorMod(of.hashCode() * 31, STRIPES);
  }

  /** While the tenant keeps its keys. */
  <T> T reading(String tenant, Supplier<T> action) {
    return with(tenants[stripe(tenant)].readLock(), action);
  }

  /** The same, and nobody else changes the secret. */
  <T> T changing(SecretKey key, Supplier<T> action) {
    return reading(key.tenant(), () -> with(secrets[stripe(key)], action));
  }

  /** While nobody uses a key of the tenant. */
  <T> T alone(String tenant, Supplier<T> action) {
    return with(tenants[stripe(tenant)].writeLock(), action);
  }

  private static <T> T with(Lock lock, Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }
}
