package solo.capability.vault;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.Test;
import solo.core.vault.VaultKeys.Source;

public class KeyringFormatTest {
  private final Gcm gcm = new Gcm();

  /** Of the golden file. */
  private static AesKey master(int first) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return new AesKey(bytes);
  }

  private static byte[] golden() throws IOException {
    try (InputStream in = KeyringFormatTest.class.getResourceAsStream("keyring-1")) {
      return in.readAllBytes();
    }
  }

  @Test
  public void aKeyringOfFormatOneIsReadAndOpened() throws Exception {
    Keyring ring = KeyringFormat.decode(golden());
    assertEquals(7, ring.sequence());
    assertEquals(12, ring.nextKeyId());
    assertEquals(List.of(2, 3), ring.slots().stream().map(Slot::number).toList());
    assertEquals(Source.FILE, ring.slots().get(0).source());
    assertEquals(Source.PASSPHRASE, ring.slots().get(1).source());
    assertEquals(600_000, ring.slots().get(1).iterations());
    assertEquals(16, ring.slots().get(1).salt().length);
    assertTrue(ring.slots().get(0).opens(master(0), gcm));
    assertTrue(ring.slots().get(1).opens(master(100), gcm));
    DataKey key = ring.key("acme", 11).orElseThrow();
    assertEquals(1_700_000_000_000L, key.createdMs());
    for (int slot = 2; slot <= 3; slot++) {
      try (AesKey opened = key.unwrap(slot, master(slot == 2 ? 0 : 100), gcm)) {
        assertArrayEquals(master(50).getEncoded(), opened.getEncoded());
      }
    }
    assertArrayEquals(golden(), KeyringFormat.encode(ring));
  }

  @Test
  public void aWrappedKeyOpensAtItsPlaceAlone() throws Exception {
    DataKey key = KeyringFormat.decode(golden()).key("acme", 11).orElseThrow();
    DataKey moved = new DataKey("other", 11, 0, key.wrapped());
    assertThrows(DoesNotOpenException.class, () -> moved.unwrap(2, master(0), gcm));
    DataKey renamed = new DataKey("acme", 10, 0, key.wrapped());
    assertThrows(DoesNotOpenException.class, () -> renamed.unwrap(2, master(0), gcm));
    assertThrows(DoesNotOpenException.class, () -> key.unwrap(3, master(0), gcm));
  }

  @Test
  public void everyFlippedBitAndEveryCutIsNoticed() throws IOException {
    byte[] whole = golden();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] broken = whole.clone();
      broken[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows("bit " + bit, BrokenKeyringException.class, () -> KeyringFormat.decode(broken));
    }
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(
          "length " + length, BrokenKeyringException.class, () -> KeyringFormat.decode(cut));
    }
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    assertThrows(BrokenKeyringException.class, () -> KeyringFormat.decode(longer));
  }

  @Test
  public void aNewerFormatIsSaidToBeOne() throws IOException {
    byte[] newer = golden();
    newer[11] = 2;
    CRC32C crc = new CRC32C();
    crc.update(newer, 0, newer.length - 4);
    ByteBuffer.wrap(newer).putInt(newer.length - 4, (int) crc.getValue());
    BrokenKeyringException e =
        assertThrows(BrokenKeyringException.class, () -> KeyringFormat.decode(newer));
    assertTrue(e.getMessage(), e.getMessage().contains("newer Solo"));
  }

  @Test
  public void hostileCountsWithARightChecksumAskForNoMemory() throws IOException {
    byte[] whole = golden();
    for (int at = 28; at < whole.length - 8; at++) {
      byte[] hostile = whole.clone();
      ByteBuffer.wrap(hostile).putInt(at, Integer.MAX_VALUE);
      CRC32C crc = new CRC32C();
      crc.update(hostile, 0, hostile.length - 4);
      ByteBuffer.wrap(hostile).putInt(hostile.length - 4, (int) crc.getValue());
      try {
        KeyringFormat.decode(hostile);
      } catch (BrokenKeyringException expected) {
        // or it fell into bytes of a key
      }
    }
  }

  /** What made the golden file. */
  static byte[] made() {
    Gcm gcm = new Gcm();
    Slot two = Slot.ofFile(2, master(0), gcm);
    Slot three = Slot.ofPassphrase(3, new byte[16], 600_000, master(100), gcm);
    DataKey key = new DataKey("acme", 11, 1_700_000_000_000L, java.util.Map.of());
    key = key.with(2, key.wrap(master(50), 2, master(0), gcm));
    key = key.with(3, key.wrap(master(50), 3, master(100), gcm));
    return KeyringFormat.encode(new Keyring(7, 12, List.of(two, three), List.of(key)));
  }
}
