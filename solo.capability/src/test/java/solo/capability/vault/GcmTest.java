package solo.capability.vault;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.Test;
import solo.core.vault.SecretKey;

public class GcmTest {
  private final Gcm gcm = new Gcm();
  private final AesKey key = gcm.newKey();

  @Test
  public void aNonceNeverComesTwice() {
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      byte[] sealed = gcm.seal(key, new byte[1], new byte[1]);
      nonces.add(HexFormat.of().formatHex(sealed, 0, 12));
    }
    assertEquals(10_000, nonces.size());
  }

  @Test
  public void itIsNonceCiphertextAndTagOfAesGcm() throws Exception {
    byte[] plain = {1, 2, 3};
    byte[] sealed = gcm.seal(key, new byte[] {7}, plain);
    assertEquals(3 + 28, sealed.length);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(key.getEncoded(), "AES"),
        new GCMParameterSpec(128, sealed, 0, 12));
    cipher.updateAAD(new byte[] {7});
    assertArrayEquals(plain, cipher.doFinal(sealed, 12, sealed.length - 12));
  }

  @Test
  public void anotherKeyAnotherBindingAndEachFlippedBitAreNoticed() throws Exception {
    byte[] sealed = gcm.seal(key, new byte[] {7}, new byte[] {1, 2, 3});
    assertThrows(DoesNotOpenException.class, () -> gcm.open(gcm.newKey(), new byte[] {7}, sealed));
    assertThrows(DoesNotOpenException.class, () -> gcm.open(key, new byte[] {8}, sealed));
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] broken = sealed.clone();
      broken[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThrows(DoesNotOpenException.class, () -> gcm.open(key, new byte[] {7}, broken));
    }
    for (int length = 0; length < sealed.length; length++) {
      byte[] cut = Arrays.copyOf(sealed, length);
      assertThrows(DoesNotOpenException.class, () -> gcm.open(key, new byte[] {7}, cut));
    }
  }

  @Test
  public void noTwoBindingsAreTheSameBytes() {
    Set<String> bindings = new HashSet<>();
    int made = 0;
    for (String tenant : new String[] {"a", "ab", "abc"}) {
      for (String name : new String[] {"c", "bc", "b"}) {
        for (int number = 1; number < 3; number++) {
          SecretKey secret = new SecretKey(tenant, name);
          bindings.add(HexFormat.of().formatHex(Binding.secret(secret, number, 1)));
          bindings.add(HexFormat.of().formatHex(Binding.secret(secret, number, 2)));
          made += 2;
        }
      }
    }
    assertEquals(made, bindings.size());
    assertNotEquals(
        HexFormat.of().formatHex(Binding.dataKey("a", 1, 2)),
        HexFormat.of().formatHex(Binding.dataKey("a", 2, 1)));
  }

  @Test
  public void aKeyIsWipedNeverPrintedAndNeverSerialised() {
    AesKey wiped = gcm.newKey();
    String hex = HexFormat.of().formatHex(wiped.getEncoded());
    assertFalse(wiped.toString().contains(hex.substring(0, 8)));
    assertThrows(
        NotSerializableException.class,
        () -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(wiped));
    wiped.close();
    assertArrayEquals(new byte[32], wiped.getEncoded());
  }

  @Test
  public void pbkdf2IsThatOfRfc7914() {
    // RFC 7914, section 11: the first half of its PBKDF2-HMAC-SHA-256 vector with 80 000 rounds
    byte[] salt = "NaCl".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    try (AesKey made = new Pbkdf2().key("Password".toCharArray(), salt, 80_000)) {
      assertEquals(
          "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56",
          HexFormat.of().formatHex(made.getEncoded()));
    }
  }

  @Test
  public void denialsAreTenAtOnceAndOneASecondForEachTenant() {
    long[] now = {0};
    Denials denials = new Denials(() -> now[0]);
    int told = 0;
    for (int i = 0; i < 100; i++) {
      told += denials.admits("a") ? 1 : 0;
    }
    assertEquals(10, told);
    assertTrue("another tenant's", denials.admits("b"));
    now[0] = 1_500_000_000L;
    assertTrue(denials.admits("a"));
    assertFalse(denials.admits("a"));
  }
}
