package solo.capability.token;

import java.util.HashMap;
import java.util.Map;

/**
 * Keeps equal values once. It forgets all when it is full: then some are kept twice, and it never
 * grows beyond that. For one thread at a time.
 */
final class Pool {
  private static final int LIMIT = 20_000;

  private final Map<Object, Object> known = new HashMap<>();

  /** The terms made of parts that are kept once. */
  Terms share(Terms terms) {
    Terms shared = (Terms) known.get(terms);
    return shared != null
        ? shared
        : one(
            new Terms(
                one(terms.tenant()),
                one(terms.resource()),
                one(terms.permissions()),
                one(terms.operations()),
                one(terms.rate()),
                one(terms.note()),
                one(terms.grantedBy())));
  }

  @SuppressWarnings("unchecked")
  private <T> T one(T value) {
    if (known.size() >= LIMIT) {
      known.clear();
    }
    Object before = known.putIfAbsent(value, value);
    return before == null ? value : (T) before;
  }
}
