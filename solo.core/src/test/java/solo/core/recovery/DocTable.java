package solo.core.recovery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of {@code docs/what-should-run.md}, so that what is written there is tested. */
final class DocTable {
  private static final String PAGE = "docs/what-should-run.md";

  private DocTable() {}

  /** The rows of a table, cells by heading. */
  static List<Map<String, String>> rows(String name) {
    List<String> lines = read();
    int at = lines.indexOf("<!-- table: " + name + " -->");
    if (at < 0) {
      throw new AssertionError(PAGE + " has no table " + name);
    }
    List<String> headings = cells(lines.get(at + 1));
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = at + 3; i < lines.size() && lines.get(i).startsWith("|"); i++) {
      List<String> cells = cells(lines.get(i));
      Map<String, String> row = new LinkedHashMap<>();
      for (int c = 0; c < headings.size(); c++) {
        row.put(headings.get(c), cells.get(c));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<String> cells(String line) {
    return Arrays.stream(line.substring(1).split("\\|", -1)).map(String::trim).toList();
  }

  private static List<String> read() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve(PAGE))) {
      at = at.getParent();
      if (at == null) {
        throw new AssertionError("no " + PAGE + " above " + Path.of("").toAbsolutePath());
      }
    }
    try {
      return Files.readAllLines(at.resolve(PAGE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
