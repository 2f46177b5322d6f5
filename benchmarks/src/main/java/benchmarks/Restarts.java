package benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import solo.itest.harness.Await;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/**
 * {@code ./solo start} until it returns, which is when the container is ready, after kill -9: with
 * no service and with many. Beside it a process with a bare framework that installs and starts the
 * same jars, from its start to its end.
 */
final class Restarts {
  private final int bundles;
  private final int runs;

  Restarts(int bundles, int runs) {
    this.bundles = bundles;
    this.runs = runs;
  }

  void run() throws IOException, InterruptedException {
    Figures empty = new Figures("solo, 0 bundles after kill -9");
    Figures full = new Figures("solo, %d bundles after kill -9".formatted(bundles));
    Figures bareEmpty = new Figures("bare Felix, 0 bundles");
    Figures bareFull = new Figures("bare Felix, the same %d bundles".formatted(bundles));
    try (SoloHome without = SoloHome.open("empty");
        SoloHome with = SoloHome.open("full")) {
      without.start().kill9();
      List<Path> jars = GeneratedBundles.write(with.scratch().resolve("jars"), "b", bundles);
      deploy(with, jars);
      Path none = Files.createDirectories(without.scratch().resolve("jars"));
      for (int i = 0; i < runs; i++) {
        empty.add(restart(without));
        bareEmpty.add(bare(none, without.scratch().resolve("cache" + i)));
        full.add(restart(with));
        bareFull.add(bare(jars.get(0).getParent(), with.scratch().resolve("cache" + i)));
      }
    }
    System.out.println("\nFrom the start of the process to ready\n");
    Figures.printHeader();
    List.of(empty, bareEmpty, full, bareFull).forEach(Figures::print);
  }

  private static void deploy(SoloHome home, List<Path> jars) {
    jars.forEach(jar -> home.drop(jar, jar.getFileName().toString()));
    SoloProcess process = home.start();
    Await.until("the first deploy of every jar", () -> active(process) == jars.size());
    process.kill9();
  }

  private static int active(SoloProcess process) {
    return process.rows("solo:services --state ACTIVE").size();
  }

  private static long restart(SoloHome home) {
    long begin = System.nanoTime();
    home.client("start").expect(0);
    long took = System.nanoTime() - begin;
    ProcessHandle process = home.heldBy().orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
    return took;
  }

  private static long bare(Path jars, Path cache) throws IOException, InterruptedException {
    List<String> line =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            BareFelix.class.getName(),
            jars.toString(),
            cache.toString());
    long begin = System.nanoTime();
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(new File("/dev/null"))
            .start();
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IllegalStateException("the bare framework ended with " + exit);
    }
    return System.nanoTime() - begin;
  }
}
