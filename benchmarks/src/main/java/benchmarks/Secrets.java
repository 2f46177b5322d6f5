package benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link VaultCalls} by 1 and by 32 threads. */
final class Secrets {
  private static final Map<String, String> NAMES =
      Map.of(
          "vaultPut", "vault put",
          "vaultGet", "vault get",
          "bareAppend", "bare journal append",
          "bareEncrypt", "bare AES-GCM, encrypt",
          "bareDecrypt", "bare AES-GCM, decrypt");

  private final boolean quick;

  Secrets(boolean quick) {
    this.quick = quick;
  }

  void run() throws RunnerException {
    List<RunResult> results = new ArrayList<>();
    for (int threads : new int[] {1, 32}) {
      results.addAll(new Runner(options(threads)).run());
    }
    System.out.println("\nSecrets of 100 bytes a second\n");
    System.out.println("| | threads | a second | ± |");
    System.out.println("|---|---|---|---|");
    for (RunResult result : results) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %,.0f | %,.0f |%n",
          NAMES.get(result.getPrimaryResult().getLabel()),
          result.getParams().getThreads(),
          result.getPrimaryResult().getScore(),
          result.getPrimaryResult().getScoreError());
    }
  }

  private Options options(int threads) {
    return new OptionsBuilder()
        .include(VaultCalls.class.getName())
        .threads(threads)
        .forks(quick ? 0 : 1)
        .warmupIterations(quick ? 1 : 2)
        .measurementIterations(quick ? 1 : 5)
        .warmupTime(quick ? TimeValue.milliseconds(100) : TimeValue.seconds(1))
        .measurementTime(quick ? TimeValue.milliseconds(100) : TimeValue.seconds(2))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .build();
  }
}
