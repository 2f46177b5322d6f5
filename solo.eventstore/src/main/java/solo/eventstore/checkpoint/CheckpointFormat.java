package solo.eventstore.checkpoint;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.CRC32C;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.eventstore.codec.Json;
import solo.eventstore.codec.RecordReader;
import solo.eventstore.codec.RecordWriter;
import solo.eventstore.codec.UndecodableException;

/**
 * The bytes of a checkpoint. Big-endian.
 *
 * <pre>
 *   0   8  magic "SOLOCKPT"
 *   8   4  format, 2; of 1, which knew no secrets, it is the same
 *  12   4  CRC32C of all other bytes
 *  16  16  instance id of the journal
 *  32   8  id of the last event in the state
 *  40  32  link of that event
 *  72   8  length of the body
 *  80   .  body: UTF-8 JSON of the state
 * </pre>
 *
 * <p>Also in {@code docs/formats/checkpoint.md}. Pure.
 */
final class CheckpointFormat {
  static final int HEADER = 80;
  private static final long MAGIC = 0x534F4C4F434B5054L;
  private static final int FORMAT = 2;
  private static final int OLDEST = 1;
  private static final int CRC_AT = 12;

  private CheckpointFormat() {}

  /** The state as it is written: the services are a list, since each holds its key. */
  record Body(boolean lastStopClean, boolean stopped, List<ServiceRecord> services) {}

  /** A decoded file. */
  record Content(UUID instance, byte[] link, SystemState state) {}

  static byte[] encode(Content content) {
    SystemState state = content.state();
    Body body =
        new Body(state.lastStopClean(), state.stopped(), List.copyOf(state.services().values()));
    byte[] bytes = Json.write(HEADER, out -> RecordWriter.write(out, body));
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putLong(MAGIC).putInt(FORMAT).putInt(0);
    header
        .putLong(content.instance().getMostSignificantBits())
        .putLong(content.instance().getLeastSignificantBits());
    header.putLong(state.id()).put(content.link()).putLong(bytes.length - HEADER);
    header.putInt(CRC_AT, crc(bytes));
    return bytes;
  }

  /**
   * Reads {@link #encode}'s bytes.
   *
   * @throws UndecodableException when they are anything else
   */
  static Content decode(byte[] bytes) throws UndecodableException {
    if (bytes.length < HEADER) {
      throw new UndecodableException("it has " + bytes.length + " bytes, fewer than its header");
    }
    ByteBuffer header = ByteBuffer.wrap(bytes);
    require(header.getLong() == MAGIC, "it does not begin as a checkpoint");
    int format = header.getInt();
    require(
        format >= OLDEST && format <= FORMAT,
        "format: expected %d to %d, found %d".formatted(OLDEST, FORMAT, format));
    require(header.getInt() == crc(bytes), "its checksum is wrong");
    UUID instance = new UUID(header.getLong(), header.getLong());
    long id = header.getLong();
    byte[] link = new byte[32];
    header.get(link);
    long length = header.getLong();
    require(length == header.remaining(), "its body's length is wrong");
    Body body = Json.read(header, in -> RecordReader.read(in, Body.class));
    return new Content(instance, link, state(id, body));
  }

  private static SystemState state(long id, Body body) throws UndecodableException {
    SortedMap<ServiceKey, ServiceRecord> services = new TreeMap<>();
    for (ServiceRecord service : body.services()) {
      require(services.put(service.key(), service) == null, service.key() + " stands twice");
    }
    return new SystemState(id, body.lastStopClean(), body.stopped(), services);
  }

  private static void require(boolean holds, String message) throws UndecodableException {
    if (!holds) {
      throw new UndecodableException(message);
    }
  }

  private static int crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, CRC_AT);
    crc.update(bytes, CRC_AT + 4, bytes.length - CRC_AT - 4);
    return (int) crc.getValue();
  }

  /** Whether two contents are the same. */
  static boolean same(Content one, Content other) {
    return one.instance().equals(other.instance())
        && Arrays.equals(one.link(), other.link())
        && one.state().equals(other.state());
  }
}
