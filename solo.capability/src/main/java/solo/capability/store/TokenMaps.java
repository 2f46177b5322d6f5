package solo.capability.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import solo.capability.projection.ChecksummedMap;
import solo.capability.projection.ChecksummedMap.Entry;
import solo.capability.projection.OpenProjection;
import solo.capability.token.Digest;
import solo.capability.token.StoredToken;

/**
 * The maps of an open file:
 *
 * <pre>
 *  token            (grantId, SHA-256)          what it opens, and who granted it
 *  tokenMeta        (grantId, SHA-256)          what changes or is searched: times, tenant, uses
 *  tokensByTenant   (tenant, grantId, SHA-256)  nothing
 *  cleanedUp        "until"                     up to when what has expired was removed
 * </pre>
 *
 * <p>For one thread.
 */
final class TokenMaps {
  private static final byte[] NOTHING = new byte[0];
  private static final String CLEANED_UP = "cleanedUp";
  private static final byte[] UNTIL = "until".getBytes(StandardCharsets.US_ASCII);

  private final OpenProjection file;
  private final ChecksummedMap tokens;
  private final ChecksummedMap metas;
  private final ChecksummedMap byTenant;

  TokenMaps(OpenProjection file) {
    this.file = file;
    tokens = file.map("token");
    metas = file.map("tokenMeta");
    byTenant = file.map("tokensByTenant");
  }

  /** Keeps a token, in place of what was kept of it. */
  void put(StoredToken token) {
    byte[] key = TokenKeys.of(token);
    TokenCodec.Values values = TokenCodec.encode(token);
    tokens.put(key, values.token());
    metas.put(key, values.meta());
    byTenant.put(TokenKeys.ofTenant(token.capability().tenant(), key), NOTHING);
  }

  void revoke(byte[] key, long eventId) {
    get(key).ifPresent(token -> put(token.revoked(eventId)));
  }

  Optional<StoredToken> get(byte[] key) {
    return tokens
        .get(key)
        .map(
            value -> {
              byte[] meta =
                  metas
                      .get(key)
                      .orElseThrow(() -> new IllegalStateException("a token without its times"));
              return TokenCodec.decode(key, new TokenCodec.Values(value, meta));
            });
  }

  /** Removes those among the next so many after a grant that have expired by then. */
  Step cleanup(long afterGrant, int most, long nowMs) {
    Iterator<Entry> entries = metas.from(TokenKeys.after(afterGrant));
    List<Entry> expired = new ArrayList<>();
    long at = afterGrant;
    for (int i = 0; i < most && entries.hasNext(); i++) {
      Entry entry = entries.next();
      at = TokenKeys.grantId(entry.key());
      if (TokenCodec.expiresMs(entry.value()) <= nowMs) {
        expired.add(entry);
      }
    }
    expired.forEach(this::remove);
    if (!expired.isEmpty()) {
      cleanedUp(nowMs);
    }
    return new Step(at, expired.size(), !entries.hasNext());
  }

  private void cleanedUp(long nowMs) {
    long until = Math.max(nowMs, cleanedUpUntil());
    file.map(CLEANED_UP).put(UNTIL, ByteBuffer.allocate(Long.BYTES).putLong(until).array());
  }

  /** Up to when tokens that had expired were removed, epoch milliseconds; 0 where none were. */
  long cleanedUpUntil() {
    return file.hasMap(CLEANED_UP)
        ? file.map(CLEANED_UP).get(UNTIL).map(until -> ByteBuffer.wrap(until).getLong()).orElse(0L)
        : 0;
  }

  /**
   * A part of a clean-up.
   *
   * @param at the last grant that was looked at
   */
  record Step(long at, int removed, boolean last) {}

  private void remove(Entry meta) {
    tokens.remove(meta.key());
    metas.remove(meta.key());
    byTenant.remove(TokenKeys.ofTenant(TokenCodec.tenant(meta.value()), meta.key()));
  }

  List<Digest> ofTenant(String tenant) {
    byte[] begin = TokenKeys.tenant(tenant);
    Iterator<Entry> entries = byTenant.from(begin);
    List<Digest> digests = new ArrayList<>();
    while (entries.hasNext()) {
      byte[] key = entries.next().key();
      if (!Arrays.equals(key, 0, Math.min(begin.length, key.length), begin, 0, begin.length)) {
        break;
      }
      digests.add(TokenKeys.digest(TokenKeys.withoutTenant(key)));
    }
    return digests;
  }

  /** Reads tokens in the order of their grants, and counts what cannot be. */
  TokenReading read(long afterGrant) {
    return new TokenReading(
        tokens.from(TokenKeys.after(afterGrant)), metas.from(TokenKeys.after(afterGrant)));
  }

  /** Tokens in the order of their grants, at most so many after one. */
  List<StoredToken> page(long afterGrant, int most) {
    TokenReading reading = read(afterGrant);
    List<StoredToken> page = new ArrayList<>();
    while (page.size() < most && reading.hasNext()) {
      reading.next().ifPresent(page::add);
      if (reading.malformed() > 0) {
        throw new IllegalStateException(reading.why());
      }
    }
    return page;
  }

  /** Whether all maps have the token, as revoked where it is. */
  boolean has(StoredToken token) {
    return get(TokenKeys.of(token))
            .filter(kept -> kept.revokedBy() == token.revokedBy())
            .isPresent()
        && isListed(token);
  }

  /** Whether each map has as many entries. */
  boolean isEven() {
    return tokens.size() == metas.size() && tokens.size() == byTenant.size();
  }

  /** Whether each map has the key. */
  boolean has(byte[] key) {
    return metas
        .get(key)
        .filter(meta -> tokens.get(key).isPresent())
        .filter(meta -> byTenant.get(TokenKeys.ofTenant(TokenCodec.tenant(meta), key)).isPresent())
        .isPresent();
  }

  private boolean isListed(StoredToken token) {
    byte[] key = TokenKeys.ofTenant(token.capability().tenant(), TokenKeys.of(token));
    return byTenant.get(key).isPresent();
  }

  long size() {
    return tokens.size();
  }
}
