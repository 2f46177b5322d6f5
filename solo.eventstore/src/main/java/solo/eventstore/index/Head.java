package solo.eventstore.index;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * What an index says of itself, in the same commit as its entries.
 *
 * @param reader {@code EventCodec.fingerprint()} of the version that decoded the events
 * @param instance of the journal
 * @param id of the last event in it, 0 for none
 * @param link of that event in hex, empty for none
 */
record Head(long reader, UUID instance, long id, String link) {
  private static final String FORMAT = "1";

  static Head of(long reader, UUID instance, long id, byte[] link) {
    return new Head(reader, instance, id, HexFormat.of().formatHex(link));
  }

  /** Whether the last event has this link. */
  boolean isAt(byte[] other) {
    return link.equals(HexFormat.of().formatHex(other));
  }

  /** One line with its CRC32C at the end. */
  String text() {
    String fields = String.join(" ", FORMAT, "" + reader, "" + instance, "" + id, link);
    return fields + " " + crc(fields);
  }

  /**
   * Reads {@link #text()}.
   *
   * @throws IllegalStateException when it is not one
   */
  static Head parse(String text) {
    int end = text == null ? -1 : text.lastIndexOf(' ');
    if (end < 0 || !text.substring(end + 1).equals(crc(text.substring(0, end)))) {
      throw new IllegalStateException("its head is broken");
    }
    String[] fields = text.substring(0, end).split(" ", -1);
    if (!fields[0].equals(FORMAT) || fields.length != 5) {
      throw new IllegalStateException("its format is " + fields[0] + ", not " + FORMAT);
    }
    return new Head(
        Long.parseLong(fields[1]),
        UUID.fromString(fields[2]),
        Long.parseLong(fields[3]),
        fields[4]);
  }

  private static String crc(String fields) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.wrap(fields.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    return Long.toHexString(crc.getValue());
  }
}
