package solo.itest.crash;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** A failpoint that is in the code is on the page, and is reached by an operation of the table. */
public class FailpointsTest {
  private static final Pattern REACHED =
      Pattern.compile("\\b(?:reach|reached|pass|passed)\\(\\s*\"([^\"]+)\"");

  private static final Path CHECKOUT =
      Path.of(System.getProperty("basedir", "solo.itest")).toAbsolutePath().getParent();

  @Test
  public void everyFailpointIsDocumentedSoThatTheSuiteDiesAtIt() throws IOException {
    TreeSet<String> inCode = new TreeSet<>();
    for (Path source : sources()) {
      REACHED.matcher(Files.readString(source)).results().forEach(r -> inCode.add(r.group(1)));
    }
    assertTrue(inCode.toString(), inCode.size() >= 10);
    inCode.removeAll(Failpoints.documented(CHECKOUT));
    assertEquals("not in docs/testing.md", new TreeSet<>(), inCode);
  }

  @Test
  public void everyFailpointIsReachedByAnOperation() {
    List<String> documented = Failpoints.documented(CHECKOUT);
    assertTrue(documented.toString(), documented.size() >= 17);
    for (String point : documented) {
      assertTrue(
          point + " needs an operation in the table that reaches it",
          Drill.reaches(point)
              || Operations.ALL.stream().anyMatch(operation -> operation.reaches(point)));
    }
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(CHECKOUT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/java/"))
          .toList();
    }
  }
}
