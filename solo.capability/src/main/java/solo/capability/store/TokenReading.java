package solo.capability.store;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import solo.capability.projection.ChecksummedMap.Entry;
import solo.capability.token.StoredToken;

/**
 * Tokens in the order of their grants, of the two maps that have them. What cannot be read is left
 * out and counted; a map that ends before the other is read no further. For one thread.
 */
final class TokenReading {
  private final Iterator<Entry> tokens;
  private final Iterator<Entry> metas;
  private int malformed;
  private String why = "";

  TokenReading(Iterator<Entry> tokens, Iterator<Entry> metas) {
    this.tokens = tokens;
    this.metas = metas;
  }

  boolean hasNext() {
    return tokens.hasNext() || metas.hasNext();
  }

  /** The next one, empty where it cannot be read. */
  Optional<StoredToken> next() {
    Entry token = entry(tokens);
    Entry meta = entry(metas);
    if (token == null || meta == null) {
      return Optional.empty();
    }
    try {
      if (!Arrays.equals(token.key(), meta.key())) {
        throw new IllegalStateException("a token without its times, or times without a token");
      }
      return Optional.of(
          TokenCodec.decode(token.key(), new TokenCodec.Values(token.value(), meta.value())));
    } catch (RuntimeException e) {
      malformed(e);
      return Optional.empty();
    }
  }

  private Entry entry(Iterator<Entry> from) {
    try {
      if (from.hasNext()) {
        return from.next();
      }
      throw new IllegalStateException("a token without its times, or times without a token");
    } catch (RuntimeException e) {
      malformed(e);
      return null;
    }
  }

  private void malformed(RuntimeException e) {
    malformed++;
    why = why.isEmpty() ? String.valueOf(e.getMessage()) : why;
  }

  /** How many could not be read. */
  int malformed() {
    return malformed;
  }

  /** Why the first of them could not, empty where all could. */
  String why() {
    return why;
  }
}
