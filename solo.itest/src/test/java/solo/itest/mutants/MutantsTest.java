package solo.itest.mutants;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;

/**
 * Each patch of {@code mutants/} still takes out what is there, and names suites that are there.
 */
public class MutantsTest {
  private static final Path CHECKOUT =
      Path.of(System.getProperty("basedir", "solo.itest")).toAbsolutePath().getParent();
  private static final Path MUTANTS = CHECKOUT.resolve("solo.itest/mutants");

  @Test
  public void everyPatchFitsTheSources() throws IOException {
    List<String> unfit = new ArrayList<>();
    for (Path patch : patches()) {
      String source = "";
      for (String hunk : Files.readString(patch).split("(?m)^(?=@@ |diff )")) {
        if (hunk.startsWith("diff ")) {
          source = Files.readString(CHECKOUT.resolve(target(hunk)));
        } else if (hunk.startsWith("@@ ") && !source.contains(before(hunk))) {
          unfit.add(patch.getFileName() + " " + hunk.lines().findFirst().orElseThrow());
        }
      }
    }
    assertEquals(List.of(), unfit);
  }

  @Test
  public void everyPatchSaysWhatCatchesItAndTheGuideSaysWhatItTakesOut() throws IOException {
    String guide = Files.readString(CHECKOUT.resolve("docs/testing.md"));
    for (Path patch : patches()) {
      String first = Files.readString(patch).lines().findFirst().orElseThrow();
      assertTrue(patch + ": " + first, first.matches("# caught by: -pl \\S+ -am -Dtest=\\S+"));
      String name = patch.getFileName().toString().replace(".patch", "");
      assertTrue(name, guide.contains("| `" + name + "` |"));
    }
  }

  private static List<Path> patches() throws IOException {
    try (Stream<Path> files = Files.list(MUTANTS)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(".patch")).toList();
      assertTrue(found.toString(), found.size() > 10);
      return found;
    }
  }

  private static String target(String head) {
    return head.lines()
        .filter(line -> line.startsWith("--- a/"))
        .map(line -> line.substring("--- a/".length()))
        .findFirst()
        .orElseThrow();
  }

  /** The lines of a hunk as they are before it is applied. */
  private static String before(String hunk) {
    StringBuilder lines = new StringBuilder();
    hunk.lines()
        .skip(1)
        .filter(line -> !line.startsWith("+"))
        .forEach(line -> lines.append(line.isEmpty() ? "" : line.substring(1)).append('\n'));
    return lines.toString();
  }
}
