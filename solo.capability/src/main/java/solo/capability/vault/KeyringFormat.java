package solo.capability.vault;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import solo.core.vault.VaultKeys.Source;

/**
 * The bytes of a keyring. Numbers are big-endian; a length stands before what has no fixed one.
 *
 * <pre>
 *  0  "SOLOKEYS"
 *  8  format, 1 (4)
 * 12  sequence (8)
 * 20  next key id (8)
 * 28  slots: count (4), then for each
 *       number (4)  source (1: 1 file, 2 passphrase)  iterations (4)  salt: length (1), bytes
 *       check (44: nonce 12, ciphertext of 16 zeros 16, tag 16)
 *     data keys: count (4), then for each
 *       tenant: length (1), ASCII  key id (8)  created, epoch milliseconds (8)
 *       for each slot in the order above: the wrapped key (60: nonce 12, ciphertext 32, tag 16)
 *     CRC-32C of all before (4)
 * </pre>
 */
final class KeyringFormat {
  /** The version that is written. */
  static final int FORMAT = 1;

  private static final byte[] MAGIC = "SOLOKEYS".getBytes(StandardCharsets.US_ASCII);
  private static final int LEAST_BYTES = 40;

  private KeyringFormat() {}

  static byte[] encode(Keyring ring) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeInt(FORMAT);
      out.writeLong(ring.sequence());
      out.writeLong(ring.nextKeyId());
      out.writeInt(ring.slots().size());
      for (Slot slot : ring.slots()) {
        write(slot, out);
      }
      out.writeInt(ring.keys().size());
      for (DataKey key : ring.keys()) {
        write(key, ring.slots(), out);
      }
      out.writeInt(crc(bytes.toByteArray(), bytes.size()));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException("memory takes bytes", e);
    }
  }

  private static void write(Slot slot, DataOutputStream out) throws IOException {
    out.writeInt(slot.number());
    out.writeByte(Slot.code(slot.source()));
    out.writeInt(slot.iterations());
    out.writeByte(slot.salt().length);
    out.write(slot.salt());
    out.write(slot.check());
  }

  private static void write(DataKey key, List<Slot> slots, DataOutputStream out)
      throws IOException {
    out.writeByte(key.tenant().length());
    out.write(key.tenant().getBytes(StandardCharsets.US_ASCII));
    out.writeLong(key.keyId());
    out.writeLong(key.createdMs());
    for (Slot slot : slots) {
      out.write(key.wrapped().get(slot.number()));
    }
  }

  /**
   * Reads {@link #encode}.
   *
   * @throws BrokenKeyringException when the bytes are anything else, with what was expected
   */
  static Keyring decode(byte[] bytes) throws BrokenKeyringException {
    if (bytes.length < LEAST_BYTES || !ByteBuffer.wrap(MAGIC).equals(slice(bytes, MAGIC.length))) {
      throw new BrokenKeyringException("it does not begin as a keyring does");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, MAGIC.length, bytes.length - MAGIC.length - 4);
    int format = in.getInt();
    if (format > FORMAT && crcFits(bytes)) {
      throw new BrokenKeyringException(
          "format %d was written by a newer Solo, this one reads %d".formatted(format, FORMAT));
    } else if (!crcFits(bytes) || format != FORMAT) {
      throw new BrokenKeyringException(
          "its checksum does not fit its %d bytes".formatted(bytes.length));
    }
    try {
      Keyring ring = ring(in);
      if (in.hasRemaining()) {
        throw new BrokenKeyringException("it has %d bytes too many".formatted(in.remaining()));
      }
      return ring;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new BrokenKeyringException("its checksum fits, but not its content: " + e.getMessage());
    }
  }

  private static ByteBuffer slice(byte[] bytes, int length) {
    return ByteBuffer.wrap(bytes, 0, length);
  }

  private static boolean crcFits(byte[] bytes) {
    int body = bytes.length - 4;
    return crc(bytes, body) == ByteBuffer.wrap(bytes).getInt(body);
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static Keyring ring(ByteBuffer in) {
    long sequence = in.getLong();
    long nextKeyId = in.getLong();
    List<Slot> slots = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      slots.add(slot(in));
    }
    List<DataKey> keys = new ArrayList<>();
    for (int left = in.getInt(); left > 0; left--) {
      keys.add(key(in, slots));
    }
    return new Keyring(sequence, nextKeyId, slots, keys);
  }

  private static Slot slot(ByteBuffer in) {
    int number = in.getInt();
    Source source =
        switch (in.get()) {
          case 1 -> Source.FILE;
          case 2 -> Source.PASSPHRASE;
          default -> throw new IllegalArgumentException("a slot of an unknown source");
        };
    int iterations = in.getInt();
    byte[] salt = bytes(in, in.get() & 0xff);
    return new Slot(number, source, salt, iterations, bytes(in, Slot.CHECK_BYTES));
  }

  private static DataKey key(ByteBuffer in, List<Slot> slots) {
    String tenant = new String(bytes(in, in.get() & 0xff), StandardCharsets.US_ASCII);
    long keyId = in.getLong();
    long created = in.getLong();
    Map<Integer, byte[]> wrapped = new HashMap<>();
    for (Slot slot : slots) {
      wrapped.put(slot.number(), bytes(in, DataKey.WRAPPED_BYTES));
    }
    return new DataKey(tenant, keyId, created, wrapped);
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
