package solo.capability.vault;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** So many denials of a tenant are told to the log, so that nobody fills it with them. */
final class Denials {
  private static final int BURST = 10;
  private static final long NANOS_EACH = 1_000_000_000L;
  private static final int TENANTS = 1_000;

  private record Bucket(double left, long at) {}

  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > TENANTS;
        }
      };

  Denials(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether one more is told: ten at once, one a second after that. */
  synchronized boolean admits(String tenant) {
    long now = nanoTime.getAsLong();
    Bucket before = buckets.getOrDefault(tenant, new Bucket(BURST, now));
    double left = Math.min(BURST, before.left() + (double) (now - before.at()) / NANOS_EACH);
    boolean admitted = left >= 1;
    buckets.put(tenant, new Bucket(admitted ? left - 1 : left, now));
    return admitted;
  }
}
