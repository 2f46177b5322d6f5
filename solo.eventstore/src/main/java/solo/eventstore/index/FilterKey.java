package solo.eventstore.index;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * An entry of the map by filter.
 *
 * @param filter as {@link Filters} makes it
 */
record FilterKey(String filter, long id) {

  /**
   * Keys of a page, each beside the one before it: most share the filter.
   *
   * <pre>
   *  varint   bytes shared with the filter before it
   *  varint   bytes that follow, and the bytes, UTF-8
   *  varlong  id
   * </pre>
   */
  static final class Type extends BasicDataType<FilterKey> {
    private static final byte[] NOTHING = new byte[0];

    @Override
    public int compare(FilterKey one, FilterKey other) {
      int byFilter = one.filter().compareTo(other.filter());
      return byFilter != 0 ? byFilter : Long.compare(one.id(), other.id());
    }

    @Override
    public int getMemory(FilterKey key) {
      return 64 + key.filter().length();
    }

    @Override
    public FilterKey[] createStorage(int size) {
      return new FilterKey[size];
    }

    @Override
    public void write(WriteBuffer out, FilterKey key) {
      write(out, key, NOTHING);
    }

    @Override
    public void write(WriteBuffer out, Object storage, int count) {
      FilterKey[] keys = cast(storage);
      byte[] before = NOTHING;
      for (int i = 0; i < count; i++) {
        if (i > 0 && keys[i].filter().equals(keys[i - 1].filter())) {
          same(out, keys[i], before);
        } else {
          before = write(out, keys[i], before);
        }
      }
    }

    /** As {@link #write(WriteBuffer, FilterKey, byte[])} would. */
    private static void same(WriteBuffer out, FilterKey key, byte[] filter) {
      out.putVarInt(filter.length);
      out.putVarInt(0);
      out.putVarLong(key.id());
    }

    private static byte[] write(WriteBuffer out, FilterKey key, byte[] before) {
      byte[] filter = key.filter().getBytes(StandardCharsets.UTF_8);
      int shared = 0;
      int most = Math.min(filter.length, before.length);
      while (shared < most && filter[shared] == before[shared]) {
        shared++;
      }
      out.putVarInt(shared);
      out.putVarInt(filter.length - shared);
      out.put(ByteBuffer.wrap(filter, shared, filter.length - shared));
      out.putVarLong(key.id());
      return filter;
    }

    @Override
    public FilterKey read(ByteBuffer in) {
      return read(in, null, NOTHING);
    }

    @Override
    public void read(ByteBuffer in, Object storage, int count) {
      FilterKey[] keys = cast(storage);
      FilterKey last = null;
      byte[] before = NOTHING;
      for (int i = 0; i < count; i++) {
        keys[i] = read(in, last, before);
        if (last == null || keys[i].filter() != last.filter()) {
          before = keys[i].filter().getBytes(StandardCharsets.UTF_8);
        }
        last = keys[i];
      }
    }

    private static FilterKey read(ByteBuffer in, FilterKey last, byte[] before) {
      int shared = DataUtils.readVarInt(in);
      int more = DataUtils.readVarInt(in);
      if (shared < 0 || shared > before.length || more < 0 || more > in.remaining()) {
        throw new IllegalStateException("index key of " + shared + " and " + more + " bytes");
      }
      if (last != null && more == 0 && shared == before.length) {
        return new FilterKey(last.filter(), DataUtils.readVarLong(in));
      }
      byte[] filter = java.util.Arrays.copyOf(before, shared + more);
      in.get(filter, shared, more);
      return new FilterKey(new String(filter, StandardCharsets.UTF_8), DataUtils.readVarLong(in));
    }
  }
}
