package solo.core.directory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import solo.core.tenant.ServiceKey;

/**
 * What failed in this process, so that nothing is tried again and again without end. Pure but for
 * what it remembers; for one thread at a time.
 *
 * <p>The delays double from one second to ten minutes. A content that did not resolve has {@value
 * #FREE_RETRIES} tries without delay, since each of them follows a change of what runs.
 */
final class Patience {
  static final int FREE_RETRIES = 5;
  private static final long FIRST_DELAY_MS = 1_000;
  private static final long LAST_DELAY_MS = 600_000;

  /** The failures of one content in a row. */
  private record Failures(String digest, int count, long notBeforeMs, String reason) {}

  private final Map<ServiceKey, Failures> failures = new HashMap<>();

  /** Whether a content may be tried now. */
  synchronized boolean allows(ServiceKey key, String digest, long nowMs) {
    return of(key, digest).map(f -> nowMs >= f.notBeforeMs()).orElse(true);
  }

  /** A try has failed. */
  synchronized void failed(
      ServiceKey key, String digest, String reason, boolean unresolved, long nowMs) {
    int count = of(key, digest).map(Failures::count).orElse(0) + 1;
    int delayed = unresolved ? count - FREE_RETRIES : count;
    failures.put(key, new Failures(digest, count, nowMs + delay(delayed), reason));
  }

  /** A try has not failed. */
  synchronized void done(ServiceKey key) {
    failures.remove(key);
  }

  /** Why the last try of a content failed, empty when it did not fail in this process. */
  synchronized Optional<String> reason(ServiceKey key, String digest) {
    return of(key, digest).map(Failures::reason);
  }

  /** Forgets all other keys. */
  synchronized void keepOnly(Set<ServiceKey> keys) {
    failures.keySet().retainAll(keys);
  }

  private Optional<Failures> of(ServiceKey key, String digest) {
    return Optional.ofNullable(failures.get(key)).filter(f -> f.digest().equals(digest));
  }

  private static long delay(int count) {
    if (count <= 0) {
      return 0;
    }
    return Math.min(LAST_DELAY_MS, FIRST_DELAY_MS << Math.min(count - 1, 20));
  }
}
