package solo.capability.token;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.Test;

public class TokenTextTest {
  private static final long SEED = Long.getLong("solo.seed", System.nanoTime());

  private final Random random = new Random(SEED);

  @Test
  public void aTokenIsFoundWhereverItStandsInAText() {
    String token = TokenText.make(TokenText.Kind.SUB, new Random(7));
    for (String text :
        List.of(token, "x" + token, token + "x", "solo_ " + token + ".", "solo_" + token)) {
      assertTrue(text, TokenText.isIn(text));
    }
    for (String text :
        List.of("", "solo_", "solo_cap_", token.substring(1), token.replace('_', '-'))) {
      assertFalse(text, TokenText.isIn(text));
    }
  }

  @Test
  public void aTokenSaysItsKindAndHasAFixedForm() {
    String granted = TokenText.make(TokenText.Kind.CAP, new SecureRandom());
    String delegated = TokenText.make(TokenText.Kind.SUB, new SecureRandom());
    assertTrue(granted, granted.matches("solo_cap_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}"));
    assertTrue(delegated, delegated.matches("solo_sub_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}"));
    assertEquals(TokenText.LENGTH, granted.length());
  }

  @Test
  public void everyTokenIsReadBackToItsDigest() {
    for (int i = 0; i < 1000; i++) {
      String text = TokenText.make(TokenText.Kind.CAP, random);
      TokenText.Reading reading = TokenText.read(text);
      assertTrue("seed " + SEED + ": " + text, reading.isToken());
      assertEquals(Digest.of(text), reading.sha256());
    }
  }

  /** All bits are in the text: the lowest and the highest value differ and have the same length. */
  @Test
  public void allBitsOfTheSecretAreInTheText() {
    Set<String> texts = new HashSet<>();
    for (int bit = 0; bit < 256; bit++) {
      texts.add(TokenText.make(TokenText.Kind.CAP, oneBit(bit)));
    }
    assertEquals(256, texts.size());
    texts.forEach(text -> assertEquals(TokenText.LENGTH, text.length()));
  }

  private static RandomGenerator oneBit(int bit) {
    return new RandomGenerator() {
      @Override
      public void nextBytes(byte[] bytes) {
        assertEquals(32, bytes.length);
        bytes[bit / 8] = (byte) (1 << bit % 8);
      }

      @Override
      public long nextLong() {
        return 0;
      }
    };
  }

  @Test
  public void eachCharacterThatIsMistypedIsNoticed() {
    String text = TokenText.make(TokenText.Kind.CAP, random);
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'x' ? 'y' : 'x';
      String mistyped = text.substring(0, i) + other + text.substring(i + 1);
      assertFalse("seed " + SEED + ": " + mistyped, TokenText.read(mistyped).isToken());
    }
  }

  @Test
  public void hostileTextIsNoTokenAndIsNotRepeated() {
    String token = TokenText.make(TokenText.Kind.CAP, random);
    String[] hostile = {
      null,
      "",
      "solo_",
      "x".repeat(10_000_000),
      "\u0000".repeat(TokenText.LENGTH),
      "solo_cap_" + "\uD800".repeat(TokenText.LENGTH - 9),
      " " + token,
      token + "\n",
      token.replace("solo_cap", "solo_adm"),
      token.toUpperCase(java.util.Locale.ROOT)
    };
    for (String text : hostile) {
      TokenText.Reading reading = TokenText.read(text);
      assertFalse(reading.isToken());
      assertFalse(reading.fault().isEmpty());
      assertFalse(reading.fault().contains(token.substring(9, 52)));
    }
  }

  @Test
  public void anAccessorIsTwelveDigits() {
    Set<String> accessors = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      String accessor = TokenText.accessor(random);
      assertTrue(accessor, accessor.matches("[0-9A-Za-z]{12}"));
      accessors.add(accessor);
    }
    assertEquals(1000, accessors.size());
  }
}
