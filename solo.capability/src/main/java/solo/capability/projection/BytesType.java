package solo.capability.projection;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/**
 * Bytes, compared as unsigned ones. Nothing is ever deserialised by Java.
 *
 * <pre>
 *  varint   bytes that follow
 *  bytes
 * </pre>
 */
final class BytesType extends BasicDataType<byte[]> {
  private static final int OBJECT = 24;

  @Override
  public int compare(byte[] one, byte[] other) {
    return Arrays.compareUnsigned(one, other);
  }

  @Override
  public int getMemory(byte[] bytes) {
    return OBJECT + bytes.length;
  }

  @Override
  public byte[][] createStorage(int size) {
    return new byte[size][];
  }

  @Override
  public void write(WriteBuffer out, byte[] bytes) {
    out.putVarInt(bytes.length).put(bytes);
  }

  @Override
  public byte[] read(ByteBuffer in) {
    int length = DataUtils.readVarInt(in);
    if (length < 0 || length > in.remaining()) {
      throw new IllegalStateException(
          "a value of " + length + " bytes in a page that has " + in.remaining() + " left");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
