package solo.recovery.why;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import solo.core.tenant.ServiceKey;

/** Which services somebody may have meant. Pure. */
final class Names {
  private static final int MOST = 3;
  private static final int TYPING_ERRORS = 2;

  private Names() {}

  /** The most similar ones, at most three: the same name in another tenant, or nearly the same. */
  static List<ServiceKey> similar(ServiceKey key, Collection<ServiceKey> known) {
    Comparator<ServiceKey> nearest = Comparator.comparingInt(other -> distance(key, other));
    return known.stream()
        .filter(other -> !other.equals(key) && isSimilar(key, other))
        .sorted(nearest.thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  private static boolean isSimilar(ServiceKey key, ServiceKey other) {
    String wanted = lower(key.service());
    String name = lower(other.service());
    int errors = Math.min(TYPING_ERRORS, wanted.length() / 2);
    return name.startsWith(wanted) || wanted.startsWith(name) || distance(wanted, name) <= errors;
  }

  private static int distance(ServiceKey key, ServiceKey other) {
    return 2 * distance(lower(key.service()), lower(other.service()))
        + (key.tenant().equals(other.tenant()) ? 0 : 1);
  }

  /** How many characters have to be put in, taken out or changed. */
  static int distance(String from, String to) {
    int[] before = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(before[j], row[j - 1]));
      }
      before = row;
    }
    return before[to.length()];
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
