package solo.capability.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import solo.capability.token.StoredToken;
import solo.core.capability.Capability;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.Resource;

/**
 * The values of format 1, big-endian; a text is an int, its length in bytes, and UTF-8.
 *
 * <pre>
 *  token                    tokenMeta
 *  text  accessor           long  created, epoch milliseconds
 *  text  parent             long  expires
 *  byte  depth              text  tenant
 *  text  resource           long  lastUsed, 0 for never
 *  text  permissions        long  uses
 *  text  operations
 *  long  renewableUntil
 *  int   perSecond
 *  int   burst
 *  text  note
 *  text  grantedBy
 *  long  revokedBy
 * </pre>
 *
 * <p>What is not so is an {@link IllegalStateException} or an {@link IllegalArgumentException}.
 */
final class TokenCodec {
  private static final String COMMA = ",";

  private TokenCodec() {}

  /** Both values of a token. */
  record Values(byte[] token, byte[] meta) {}

  static Values encode(StoredToken token) {
    Capability c = token.capability();
    Out value = new Out();
    value.text(c.accessor()).text(c.parent()).oneByte(c.depth());
    value.text(c.resource().text()).text(Permission.words(c.permissions()));
    value.text(String.join(COMMA, c.operations())).eight(c.renewableUntil().toEpochMilli());
    value.four(c.rate().perSecond()).four(c.rate().burst());
    value.text(c.note()).text(token.grantedBy()).eight(token.revokedBy());
    Out meta = new Out();
    meta.eight(c.created().toEpochMilli()).eight(c.expires().toEpochMilli()).text(c.tenant());
    meta.eight(token.lastUsedMs()).eight(token.uses());
    return new Values(value.bytes(), meta.bytes());
  }

  static StoredToken decode(byte[] key, Values values) {
    In in = new In(values.token());
    In meta = new In(values.meta());
    long createdMs = meta.eight();
    long expiresMs = meta.eight();
    String tenant = meta.text();
    Capability capability =
        new Capability(
            in.text(),
            in.text(),
            in.oneByte(),
            tenant,
            new Resource(in.text()),
            Permission.parseAll(in.text()),
            operations(in.text()),
            Instant.ofEpochMilli(createdMs),
            Instant.ofEpochMilli(expiresMs),
            Instant.ofEpochMilli(in.eight()),
            new RateLimit(in.four(), in.four()),
            in.text());
    StoredToken token =
        new StoredToken(
            TokenKeys.digest(key),
            capability,
            in.text(),
            TokenKeys.grantId(key),
            in.eight(),
            meta.eight(),
            meta.eight());
    in.end();
    meta.end();
    return token;
  }

  private static SortedSet<String> operations(String text) {
    return text.isEmpty() ? new TreeSet<>() : new TreeSet<>(List.of(text.split(COMMA)));
  }

  /** When a token expires, of its meta value. */
  static long expiresMs(byte[] meta) {
    In in = new In(meta);
    in.eight();
    return in.eight();
  }

  /** The tenant of a meta value. */
  static String tenant(byte[] meta) {
    In in = new In(meta);
    in.eight();
    in.eight();
    return in.text();
  }

  /** Writes fields. */
  private static final class Out {
    private static final int FIRST = 128;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST);

    Out text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      room(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8);
      return this;
    }

    Out oneByte(int value) {
      room(1).put((byte) value);
      return this;
    }

    Out four(int value) {
      room(Integer.BYTES).putInt(value);
      return this;
    }

    Out eight(long value) {
      room(Long.BYTES).putLong(value);
      return this;
    }

    private ByteBuffer room(int bytes) {
      if (buffer.remaining() < bytes) {
        int grown = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
        buffer = ByteBuffer.allocate(grown).put(buffer.flip());
      }
      return buffer;
    }

    byte[] bytes() {
      return Arrays.copyOf(buffer.array(), buffer.position());
    }
  }

  /** Reads fields. */
  private static final class In {
    private final ByteBuffer buffer;

    In(byte[] bytes) {
      buffer = ByteBuffer.wrap(bytes);
    }

    String text() {
      int length = four();
      if (length < 0) {
        throw new IllegalStateException("a text of " + length + " bytes");
      }
      int begin = buffer.position();
      need(length).position(begin + length);
      return new String(buffer.array(), begin, length, StandardCharsets.UTF_8);
    }

    int oneByte() {
      return need(1).get();
    }

    int four() {
      return need(Integer.BYTES).getInt();
    }

    long eight() {
      return need(Long.BYTES).getLong();
    }

    private ByteBuffer need(int bytes) {
      if (buffer.remaining() < bytes) {
        throw new IllegalStateException(
            "a field of %d bytes where %d are left".formatted(bytes, buffer.remaining()));
      }
      return buffer;
    }

    void end() {
      if (buffer.hasRemaining()) {
        throw new IllegalStateException(buffer.remaining() + " bytes after the last field");
      }
    }
  }
}
