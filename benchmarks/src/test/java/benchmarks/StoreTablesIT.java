package benchmarks;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** Each benchmark of stores runs to its table; what the figures are is no test's business. */
public class StoreTablesIT {
  private static final List<String> NAMES =
      List.of("appends", "tokens", "vault", "backup", "audit");

  @Test
  public void everyBenchmarkPrintsItselfBesideItsBaseline() throws Exception {
    Tables.print(
        NAMES,
        "| journal | 1 |",
        "| bare file | 1 |",
        "| journal | 32 |",
        "| bare file | 32 |",
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
        "| reading and hashing the same bytes |");
  }

  @Test
  public void noBenchmarkIsLeftOut() {
    Set<String> run =
        Stream.concat(NAMES.stream(), ContainerTablesIT.NAMES.stream()).collect(Collectors.toSet());
    assertEquals(Set.copyOf(Main.NAMES), run);
  }
}
