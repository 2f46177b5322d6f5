package benchmarks;

import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What short runs print. */
final class Tables {
  private Tables() {}

  /** Runs these to their tables, which must have these rows. */
  static void print(List<String> names, String... rows) throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Main.main(Stream.concat(names.stream(), Stream.of("--quick")).toArray(String[]::new));
    } finally {
      System.setOut(console);
    }
    String tables = printed.toString(StandardCharsets.UTF_8);
    for (String row : rows) {
      assertTrue(row + " in\n" + tables, tables.contains(row));
    }
  }
}
