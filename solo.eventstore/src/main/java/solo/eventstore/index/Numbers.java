package solo.eventstore.index;

import java.nio.ByteBuffer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Data types of the index's plain numbers. */
final class Numbers {
  private Numbers() {}

  /** An event id as varlong. */
  static final class Id extends BasicDataType<Long> {
    @Override
    public int compare(Long one, Long other) {
      return Long.compare(one, other);
    }

    @Override
    public int getMemory(Long id) {
      return 24;
    }

    @Override
    public Long[] createStorage(int size) {
      return new Long[size];
    }

    @Override
    public void write(WriteBuffer out, Long id) {
      out.putVarLong(id);
    }

    @Override
    public Long read(ByteBuffer in) {
      return DataUtils.readVarLong(in);
    }
  }

  /** A CRC32C as four bytes. */
  static final class Crc extends BasicDataType<Integer> {
    @Override
    public int getMemory(Integer crc) {
      return 16;
    }

    @Override
    public Integer[] createStorage(int size) {
      return new Integer[size];
    }

    @Override
    public void write(WriteBuffer out, Integer crc) {
      out.putInt(crc);
    }

    @Override
    public Integer read(ByteBuffer in) {
      return in.getInt();
    }
  }
}
