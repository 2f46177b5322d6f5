package benchmarks;

import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.Test;

/** Each benchmark runs to its table; what the figures are is no test's business. */
public class MainIT {

  @Test
  public void everyBenchmarkPrintsItselfBesideItsBaseline() throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Main.main(new String[] {"--quick"});
    } finally {
      System.setOut(console);
    }
    String tables = printed.toString(StandardCharsets.UTF_8);
    for (String row :
        new String[] {
          "| journal | 1 |",
          "| bare file | 1 |",
          "| journal | 32 |",
          "| bare file | 32 |",
          "| solo, 0 bundles after kill -9 |",
          "| solo, 20 bundles after kill -9 |",
          "| bare Felix, the same 20 bundles |",
          "| file renamed into deploy/ → ACTIVE |",
          "| deploy command → acknowledged |",
          "| boot verify, 20 services |",
          "| the recovery before it |",
          "| deep verify, 20 services, 200 events |",
          "| reading and hashing the same files |",
          "| verify | 500 |",
          "| SHA-256 and HashMap | 500 |",
          "| restore | 500 |",
          "| reading and hashing the file | 500 |",
          "| vault put | 1 |",
          "| vault get | 1 |",
          "| bare journal append | 1 |",
          "| bare AES-GCM, encrypt | 32 |",
          "| bare AES-GCM, decrypt | 32 |",
          "| backup |",
          "| plain copy, forced |",
          "| the same through gzip -1 |",
          "| restore |",
          "| audit verify |",
          "| state --at 1,000 |",
          "| state, now |",
          "| state, now, by a token of one tenant |",
          "| reading and hashing the same bytes |"
        }) {
      assertTrue(row + " in\n" + tables, tables.contains(row));
    }
  }
}
