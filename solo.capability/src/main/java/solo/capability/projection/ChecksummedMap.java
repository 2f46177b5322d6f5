package solo.capability.projection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/**
 * A map of a projection, from bytes to bytes in the order of the keys as unsigned bytes. The pages
 * of an MVStore carry no checksum of their content, so each value is kept as:
 *
 * <pre>
 *  int      CRC32C of the map's name, a NUL, the key and the value
 *  bytes    the value
 * </pre>
 *
 * <p>Reading one that is not what was written is an {@link IllegalStateException}. For one thread.
 */
public final class ChecksummedMap {
  private static final int CRC_BYTES = 4;

  private final String name;
  private final byte[] prefix;
  private final MVMap<byte[], byte[]> map;

  ChecksummedMap(MVStore store, String name) {
    this.name = name;
    prefix = (name + '\0').getBytes(StandardCharsets.US_ASCII);
    map =
        store.openMap(
            name,
            new MVMap.Builder<byte[], byte[]>()
                .keyType(new BytesType())
                .valueType(new BytesType()));
  }

  /** A key with its value, checked. */
  public record Entry(byte[] key, byte[] value) {}

  /** How many keys there are. */
  public long size() {
    return map.sizeAsLong();
  }

  /** The value of a key, empty where it has none. */
  public Optional<byte[]> get(byte[] key) {
    return Optional.ofNullable(map.get(key)).map(framed -> unframed(key, framed));
  }

  /** Puts a value in place of the one that the key had. */
  public void put(byte[] key, byte[] value) {
    byte[] framed =
        ByteBuffer.allocate(CRC_BYTES + value.length).putInt(crc(key, value)).put(value).array();
    map.put(key, framed);
  }

  /** Removes a key; whether it was there. */
  public boolean remove(byte[] key) {
    return map.remove(key) != null;
  }

  /** Entries from a key on, inclusive, as they are now; an empty key is the first. */
  public Iterator<Entry> from(byte[] key) {
    Cursor<byte[], byte[]> cursor = map.cursor(key);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return cursor.hasNext();
      }

      @Override
      public Entry next() {
        byte[] at = cursor.next();
        return new Entry(at, unframed(at, cursor.getValue()));
      }
    };
  }

  private byte[] unframed(byte[] key, byte[] framed) {
    if (framed.length >= CRC_BYTES) {
      byte[] value = Arrays.copyOfRange(framed, CRC_BYTES, framed.length);
      if (ByteBuffer.wrap(framed).getInt() == crc(key, value)) {
        return value;
      }
    }
    throw new IllegalStateException("a value of its map " + name + " is not what was written");
  }

  private int crc(byte[] key, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update(prefix);
    crc.update(key);
    crc.update(value);
    return (int) crc.getValue();
  }
}
