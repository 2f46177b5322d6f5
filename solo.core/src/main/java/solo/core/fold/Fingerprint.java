package solo.core.fold;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * SHA-256 of values, such that different ones do not come to the same bytes. Takes text, numbers,
 * enums, times, records of such by each of their components, and lists, sets, maps and optionals of
 * such; the order counts in lists alone. For one thread.
 */
public final class Fingerprint {
  private final MessageDigest digest = sha256();

  /**
   * Adds a value.
   *
   * @throws IllegalArgumentException when it is of a type that it does not know
   */
  public Fingerprint add(Object value) {
    if (value instanceof Record record) {
      components(record);
    } else if (value instanceof Optional<?> optional) {
      group('o', optional.stream().toList());
    } else if (value instanceof Map<?, ?> map) {
      unordered('m', map.entrySet());
    } else if (value instanceof Map.Entry<?, ?> entry) {
      group('e', List.of(entry.getKey(), entry.getValue()));
    } else if (value instanceof Set<?> set) {
      unordered('s', set);
    } else if (value instanceof List<?> list) {
      group('l', list);
    } else {
      word(value);
    }
    return this;
  }

  /** Of all that was added; 64 hex digits. It is to be used no more. */
  public String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  private void word(Object value) {
    if (value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Enum<?>
        || value instanceof Instant) {
      frame('w', value.toString());
    } else {
      throw new IllegalArgumentException(
          "cannot take a " + (value == null ? "null" : value.getClass().getName()));
    }
  }

  private void components(Record record) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    frame('r', record.getClass().getSimpleName() + " " + components.length);
    for (RecordComponent component : components) {
      try {
        component.getAccessor().setAccessible(true);
        add(component.getAccessor().invoke(record));
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalArgumentException("cannot read " + component, e);
      }
    }
  }

  private void group(char kind, Collection<?> values) {
    frame(kind, String.valueOf(values.size()));
    values.forEach(this::add);
  }

  /** By the fingerprint of each, sorted. */
  private void unordered(char kind, Set<?> values) {
    List<String> each = new ArrayList<>();
    values.forEach(value -> each.add(new Fingerprint().add(value).hex()));
    Collections.sort(each);
    frame(kind, String.join(",", each));
  }

  private void frame(char kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((byte) kind);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
