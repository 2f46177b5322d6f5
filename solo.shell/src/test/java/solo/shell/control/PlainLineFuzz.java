package solo.shell.control;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Any text as a line of a session by token: words, which come back when quoted, or a fault. */
public final class PlainLineFuzz {
  private PlainLineFuzz() {}

  public static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put("plain", text("services --json a/b"));
    seeds.put("quoted", text("kill 'a b' \"c\\\"d\\\\e\" f\\ g # h"));
    seeds.put("refused", text("a $b | c"));
    return seeds;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static void fuzzerTestOneInput(byte[] bytes) throws PlainLine.Fault {
    String line = new String(bytes, StandardCharsets.UTF_8);
    List<String> words;
    try {
      words = PlainLine.words(line);
    } catch (PlainLine.Fault documented) {
      if (documented.getMessage().codePoints().anyMatch(Character::isISOControl)) {
        throw new AssertionError("control characters in a reason");
      }
      return;
    }
    require(words, words.stream().map(PlainLineFuzz::single).collect(Collectors.joining(" ")));
    require(words, words.stream().map(PlainLineFuzz::twice).collect(Collectors.joining("\t")));
  }

  private static void require(List<String> words, String line) throws PlainLine.Fault {
    List<String> again = PlainLine.words(line);
    if (!again.equals(words)) {
      throw new AssertionError(words + " is read back as " + again);
    }
  }

  private static String single(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static String twice(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
