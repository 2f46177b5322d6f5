package benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link DurableAppends} at 1 and at 32 writers. */
final class Appends {
  private final boolean quick;

  Appends(boolean quick) {
    this.quick = quick;
  }

  void run() throws RunnerException {
    List<RunResult> results = new ArrayList<>();
    for (int writers : new int[] {1, 32}) {
      results.addAll(run(writers));
    }
    System.out.println("\nDurable appends of 300 bytes a second\n");
    System.out.println("| | writers | appends/s | ± |");
    System.out.println("|---|---|---|---|");
    for (RunResult result : results) {
      System.out.printf(
          Locale.ROOT,
          "| %s | %d | %,.0f | %,.0f |%n",
          result.getPrimaryResult().getLabel().equals("journal") ? "journal" : "bare file",
          result.getParams().getThreads(),
          result.getPrimaryResult().getScore(),
          result.getPrimaryResult().getScoreError());
    }
  }

  private Collection<RunResult> run(int writers) throws RunnerException {
    Options options =
        new OptionsBuilder()
            .include(DurableAppends.class.getName())
            .threads(writers)
            .forks(quick ? 0 : 2)
            .warmupIterations(quick ? 1 : 2)
            .measurementIterations(quick ? 1 : 5)
            .warmupTime(quick ? TimeValue.milliseconds(100) : TimeValue.seconds(1))
            .measurementTime(quick ? TimeValue.milliseconds(100) : TimeValue.seconds(2))
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    return new Runner(options).run();
  }
}
