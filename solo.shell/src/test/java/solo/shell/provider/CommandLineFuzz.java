package solo.shell.provider;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import solo.core.tenant.Printable;

/**
 * Any words after any of Solo's commands, which are there: an answer that can be printed, or a
 * reason in one line. The first byte names the command, a line feed parts words.
 */
public final class CommandLineFuzz {
  private static final Console CONSOLE = new Console();

  /** Those that neither read what is typed nor end anything. */
  private static final List<Synopsis> COMMANDS =
      Synopsis.all().stream()
          .filter(s -> !s.command().startsWith("secret-") && !s.command().startsWith("vault-"))
          .filter(s -> !s.options().toString().contains("--follow"))
          .toList();

  private CommandLineFuzz() {}

  public static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new TreeMap<>();
    for (int i = 0; i < COMMANDS.size(); i++) {
      Synopsis synopsis = COMMANDS.get(i);
      StringBuilder line = new StringBuilder().append((char) i).append("--json");
      synopsis
          .options()
          .forEach(o -> line.append('\n').append(o.name()).append(o.flag() ? "" : "\n1"));
      seeds.put(synopsis.command(), line.toString().getBytes(StandardCharsets.UTF_8));
      seeds.put(
          synopsis.command() + "-plain", new byte[] {(byte) i, 'a', '\n', 'r', 'e', 'a', 'd'});
    }
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    Synopsis synopsis = COMMANDS.get(Byte.toUnsignedInt(bytes[0]) % COMMANDS.size());
    String text = new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8);
    List<String> words = text.isEmpty() ? List.of() : List.of(text.split("\n", -1));
    run(synopsis, words);
    synopsis.wordsOf(words);
    requireOneLine(synopsis.refusal(words).getMessage());
  }

  private static void run(Synopsis synopsis, List<String> words) {
    Function command = (Function) CONSOLE.session.get("solo:" + synopsis.command());
    try {
      Object answer = command.execute(CONSOLE.session, new ArrayList<>(words));
      CONSOLE.session.format(answer, Converter.INSPECT);
    } catch (CommandException documented) {
      // for people
    } catch (Exception e) {
      throw new AssertionError(synopsis.command() + " " + words, e);
    }
  }

  private static void requireOneLine(String reason) {
    if (Printable.escape(reason).length() > 20 * (reason.length() + 1)) {
      throw new AssertionError("a reason that grows");
    }
  }
}
