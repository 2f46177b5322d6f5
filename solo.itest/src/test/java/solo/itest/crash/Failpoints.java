package solo.itest.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The failpoints by name, as the page on testing lists them: one that is added there joins. */
final class Failpoints {
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  private Failpoints() {}

  /** Those in the first column of the table under the heading "Failpoints". */
  static List<String> documented(Path checkout) {
    try {
      String page = Files.readString(checkout.resolve("docs").resolve("testing.md"));
      String section =
          page.substring(page.indexOf("## Failpoints")).replaceAll("(?s)\n## (?!Failp).*", "");
      List<String> names = new ArrayList<>();
      for (String line : section.lines().filter(line -> line.startsWith("| `")).toList()) {
        Matcher name = NAME.matcher(line.substring(0, line.indexOf('|', 1)));
        name.results().forEach(found -> names.add(found.group(1)));
      }
      return List.copyOf(names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
