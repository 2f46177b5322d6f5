package benchmarks;

import java.util.List;
import org.junit.Test;

/** Each benchmark of containers runs to its table; what the figures are is no test's business. */
public class ContainerTablesIT {
  static final List<String> NAMES = List.of("restarts", "drops", "verifies");

  @Test
  public void everyBenchmarkPrintsItselfBesideItsBaseline() throws Exception {
    Tables.print(
        NAMES,
        "| solo, 0 bundles after kill -9 |",
        "| solo, 20 bundles after kill -9 |",
        "| bare Felix, the same 20 bundles |",
        "| file renamed into deploy/ → ACTIVE |",
        "| deploy command → acknowledged |",
        "| boot verify, 20 services |",
        "| the recovery before it |",
        "| deep verify, 20 services, 200 events |",
        "| reading and hashing the same files |");
  }
}
