package solo.itest.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** The tokens' file of a stopped container, edited by one who has read its format. */
final class TokensFile implements AutoCloseable {
  private static final String TOKEN = "token";

  private final MVStore store;

  TokensFile(Path data) {
    Path file = data.resolve("tokens").resolve("tokens.mv");
    store = new MVStore.Builder().fileName(file.toString()).open();
  }

  /** What each token opens, by its key in hex. */
  Map<String, byte[]> tokens() {
    Map<String, byte[]> tokens = new TreeMap<>();
    map(TOKEN)
        .entrySet()
        .forEach(e -> tokens.put(HexFormat.of().formatHex(e.getKey()), e.getValue()));
    return tokens;
  }

  /** Puts back what a token once was, which has the right checksum for its key. */
  void restore(Map<String, byte[]> earlier) {
    earlier.forEach((key, value) -> map(TOKEN).put(HexFormat.of().parseHex(key), value));
  }

  /** Lets a token have another digest, under the same grant. */
  void plantCopyOfFirst() {
    for (String name : new String[] {TOKEN, "tokenMeta", "tokensByTenant"}) {
      MVMap<byte[], byte[]> map = map(name);
      byte[] first = map.firstKey();
      byte[] framed = map.get(first);
      byte[] value = Arrays.copyOfRange(framed, Integer.BYTES, framed.length);
      byte[] key = first.clone();
      key[key.length - 1] ^= 1;
      if (name.equals(TOKEN)) {
        // the first field is the accessor, after its length
        value[Integer.BYTES] = (byte) (value[Integer.BYTES] == 'X' ? 'Y' : 'X');
      }
      map.put(key, framed(name, key, value));
    }
  }

  private static byte[] framed(String map, byte[] key, byte[] value) {
    CRC32C crc = new CRC32C();
    crc.update((map + '\0').getBytes(StandardCharsets.US_ASCII));
    crc.update(key);
    crc.update(value);
    return ByteBuffer.allocate(Integer.BYTES + value.length)
        .putInt((int) crc.getValue())
        .put(value)
        .array();
  }

  private MVMap<byte[], byte[]> map(String name) {
    return store.openMap(
        name, new MVMap.Builder<byte[], byte[]>().keyType(new Bytes()).valueType(new Bytes()));
  }

  @Override
  public void close() {
    store.close();
  }

  /** A varint length and the bytes. */
  private static final class Bytes extends BasicDataType<byte[]> {
    @Override
    public int compare(byte[] one, byte[] other) {
      return Arrays.compareUnsigned(one, other);
    }

    @Override
    public int getMemory(byte[] bytes) {
      return bytes.length;
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
      byte[] bytes = new byte[DataUtils.readVarInt(in)];
      in.get(bytes);
      return bytes;
    }
  }
}
