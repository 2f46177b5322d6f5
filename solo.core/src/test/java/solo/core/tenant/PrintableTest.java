package solo.core.tenant;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import org.junit.Test;

public class PrintableTest {

  @Test
  public void shl05_controlAndBidiCharactersAreEscaped() {
    assertEquals("a\\u000d\\u000ab", Printable.escape("a\r\nb"));
    assertEquals("\\u001b[31m", Printable.escape("\u001b[31m"));
    assertEquals("\\u202egnp.exe", Printable.escape("\u202egnp.exe"));
    assertEquals("\\u2028", Printable.escape("\u2028"));
    assertEquals("\\ud800", Printable.escape("\ud800"));
  }

  @Test
  public void ordinaryTextStaysAsItIs() {
    assertEquals("Grüße, 世界 😀", Printable.escape("Grüße, 世界 😀"));
  }

  @Test
  public void twoTextsNeverPrintAlike() {
    assertNotEquals(Printable.escape("\n"), Printable.escape("\\u000a"));
  }

  @Test
  public void nullPrintsAsNull() {
    assertEquals("null", Printable.escape(null));
  }
}
