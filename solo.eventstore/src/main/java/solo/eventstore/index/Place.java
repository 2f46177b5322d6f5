package solo.eventstore.index;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Where the journal holds an event.
 *
 * @param crc CRC32C of id, segment and offset
 */
record Place(long segment, long offset, int crc) {

  static Place of(long id, long segment, long offset) {
    return new Place(segment, offset, crc(id, segment, offset));
  }

  /** Whether it is what was entered for the id. */
  boolean isOf(long id) {
    return crc == crc(id, segment, offset);
  }

  private static int crc(long id, long segment, long offset) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(24).putLong(id).putLong(segment).putLong(offset).flip());
    return (int) crc.getValue();
  }

  /** Varlong segment, varlong offset, int CRC. */
  static final class Type extends BasicDataType<Place> {
    @Override
    public int getMemory(Place place) {
      return 40;
    }

    @Override
    public Place[] createStorage(int size) {
      return new Place[size];
    }

    @Override
    public void write(WriteBuffer out, Place place) {
      out.putVarLong(place.segment()).putVarLong(place.offset()).putInt(place.crc());
    }

    @Override
    public Place read(ByteBuffer in) {
      return new Place(DataUtils.readVarLong(in), DataUtils.readVarLong(in), in.getInt());
    }
  }
}
