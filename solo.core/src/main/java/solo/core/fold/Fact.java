package solo.core.fold;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One thing that the log says is so.
 *
 * @param kind in one word: {@code service}, {@code token}, {@code secret}, {@code limit}
 * @param tenant an id, or {@link solo.core.capability.Authorization#EVERY_TENANT}
 * @param key names it within kind and tenant: a service's id, a token's accessor, a secret's name
 * @param fields what is so, in words that one line can hold; no secret and no token value
 */
public record Fact(String kind, String tenant, String key, SortedMap<String, String> fields) {

  /** Copies the fields. */
  public Fact {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(key, "key");
    fields = Collections.unmodifiableSortedMap(new TreeMap<>(fields));
  }
}
