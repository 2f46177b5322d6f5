package solo.capability.token;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/**
 * Tokens in the order of their grants, four bytes each: an array that readers see as it was when
 * they looked. Written by one thread at a time.
 */
final class GrantOrder {
  private record View(LiveToken[] tokens, int size) {}

  private volatile View view = new View(new LiveToken[4], 0);

  void add(LiveToken token) {
    View now = view;
    LiveToken[] tokens = now.tokens;
    if (now.size == tokens.length) {
      tokens = Arrays.copyOf(tokens, tokens.length + (tokens.length >> 1) + 1);
    }
    tokens[now.size] = token;
    view = new View(tokens, now.size + 1);
  }

  /** Takes them out; how many. */
  int removeIf(Predicate<LiveToken> gone) {
    List<LiveToken> before = all();
    LiveToken[] left = before.stream().filter(gone.negate()).toArray(LiveToken[]::new);
    view = new View(left, left.length);
    return before.size() - left.length;
  }

  boolean isEmpty() {
    return view.size == 0;
  }

  /** Those that are there now. */
  List<LiveToken> all() {
    View now = view;
    return Arrays.asList(now.tokens).subList(0, now.size);
  }
}
