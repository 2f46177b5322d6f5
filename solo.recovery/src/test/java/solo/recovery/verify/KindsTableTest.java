package solo.recovery.verify;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import solo.core.verify.Kind;

/** The table of kinds in {@code docs/verifying.md} says what the code says. */
public class KindsTableTest {
  private static final String PAGE = "docs/verifying.md";

  @Test
  public void everyKindHasARowWithItsSeverityAndWhoMendsIt() throws IOException {
    Map<String, String> expected = new LinkedHashMap<>();
    for (Kind kind : Kind.values()) {
      String by =
          switch (kind.repair()) {
            case NEVER -> "you";
            case ASKED -> "asked";
            case AUTO -> "Solo";
          };
      expected.put(kind.name(), kind.severity() + " " + by);
    }
    Map<String, String> written = new LinkedHashMap<>();
    for (List<String> row : rows()) {
      written.put(row.get(0), row.get(1) + " " + row.get(2));
      assertFalse(row.toString(), row.get(3).isEmpty() || row.get(4).isEmpty());
    }
    assertEquals(expected, written);
  }

  private static List<List<String>> rows() throws IOException {
    List<String> lines = Files.readAllLines(page());
    int at = lines.indexOf("<!-- table: kinds -->");
    return lines.stream()
        .skip(at + 3)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Arrays.stream(line.substring(1).split("\\|")).map(String::trim).toList())
        .toList();
  }

  private static Path page() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve(PAGE))) {
      at = at.getParent();
      if (at == null) {
        throw new AssertionError("no " + PAGE + " above " + Path.of("").toAbsolutePath());
      }
    }
    return at.resolve(PAGE);
  }
}
