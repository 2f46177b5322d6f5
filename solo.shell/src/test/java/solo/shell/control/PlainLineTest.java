package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.Test;

/** How a session by token writes a command. */
public class PlainLineTest {

  @Test
  public void blanksPartWords() throws Exception {
    assertEquals(List.of("kill", "a", "b"), PlainLine.words("  kill a\t b "));
    assertEquals(List.of(), PlainLine.words(" \t "));
    assertEquals(List.of(), PlainLine.words("# all of it"));
    assertEquals(List.of("a#b", "c"), PlainLine.words("a#b c #d"));
  }

  @Test
  public void quotesHoldTextTogether() throws Exception {
    assertEquals(List.of("a b", "", "c"), PlainLine.words("'a b' '' \"c\""));
    assertEquals(List.of("it's $(x) {y} | ;"), PlainLine.words("\"it's $(x) {y} | ;\""));
    assertEquals(List.of("$(x)\"{}\\n"), PlainLine.words("'$(x)\"{}\\n'"));
    assertEquals(List.of("a\"b\\c\\d"), PlainLine.words("\"a\\\"b\\\\c\\d\""));
    assertEquals(List.of("$a b|"), PlainLine.words("\\$a\\ b\\|"));
    assertEquals(
        List.of("null", "*", "~", "[a]", "a=b", "-x"), PlainLine.words("null * ~ [a] a=b -x"));
  }

  @Test
  public void whatAnotherShellWouldDoIsRefusedWithItsPlace() {
    for (String sign : "$ | & ; < > ( ) { } `".split(" ")) {
      PlainLine.Fault fault =
          assertThrows(sign, PlainLine.Fault.class, () -> PlainLine.words("kill x" + sign + "y"));
      assertTrue(fault.getMessage(), fault.getMessage().contains("at 7"));
      assertFalse(fault.unfinished());
    }
    assertThrows(PlainLine.Fault.class, () -> PlainLine.words("status\nshutdown"));
    assertThrows(PlainLine.Fault.class, () -> PlainLine.words("status\rshutdown"));
  }

  @Test
  public void whatLacksAnEndIsUnfinished() {
    for (String line : List.of("a 'b", "a \"b", "a \\", "\"a\\\"")) {
      assertTrue(
          assertThrows(line, PlainLine.Fault.class, () -> PlainLine.words(line)).unfinished());
    }
  }

  @Test
  public void quotedWordsComeBackWhateverTheyAre() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      String word =
          random
              .ints(random.nextInt(20), 32, 127)
              .collect(
                  StringBuilder::new, (text, c) -> text.append((char) c), StringBuilder::append)
              .toString();
      String single = "'" + word.replace("'", "'\\''") + "'";
      assertEquals(List.of("x", word), PlainLine.words("x " + single));
      String twice = "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
      assertEquals(List.of("x", word), PlainLine.words("x " + twice));
    }
  }
}
