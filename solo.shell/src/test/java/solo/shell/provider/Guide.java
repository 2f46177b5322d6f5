package solo.shell.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The sections of {@code docs/shell.md}, each about one command. */
final class Guide {
  private static final String PAGE = "docs/shell.md";
  private static final String HEADING = "### solo:";

  private final Map<String, List<String>> sections = new LinkedHashMap<>();

  Guide() {
    List<String> section = new ArrayList<>();
    for (String line : read()) {
      if (line.startsWith("#")) {
        section = new ArrayList<>();
      }
      if (line.startsWith(HEADING)) {
        sections.put(line.substring(HEADING.length()), section);
      }
      section.add(line);
    }
  }

  List<String> commands() {
    return List.copyOf(sections.keySet());
  }

  List<String> section(String command) {
    return sections.get(command);
  }

  /** First cells of each table of the section whose first heading it is, without the quotes. */
  List<List<String>> tables(String command, String heading) {
    List<List<String>> tables = new ArrayList<>();
    List<String> lines = section(command);
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("| " + heading + " |")) {
        tables.add(
            lines.stream()
                .skip(i + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[1].strip().replace("`", ""))
                .toList());
      }
    }
    return tables;
  }

  /** The line below the example's prompt. */
  String firstLineOfExample(String command) {
    Stream<String> lines = section(command).stream();
    return lines
        .dropWhile(line -> !line.matches("> (solo:)?" + command + ".*"))
        .skip(1)
        .findFirst()
        .get();
  }

  /** First words of the example's lines, without prompts and what is below a blank line. */
  List<String> labels(String command) {
    return section(command).stream()
        .dropWhile(line -> !line.startsWith("> " + command))
        .skip(1)
        .takeWhile(line -> !line.isBlank() && !line.startsWith("```"))
        .filter(line -> !line.endsWith(":"))
        .map(line -> line.split(" ")[0])
        .toList();
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
