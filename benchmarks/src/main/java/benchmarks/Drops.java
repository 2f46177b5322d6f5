package benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/**
 * A finished file that is renamed into the deploy directory, until its service is seen as ACTIVE.
 * Beside it the same by the deploy command, which waits for no directory.
 */
final class Drops {
  private final int runs;

  Drops(int runs) {
    this.runs = runs;
  }

  void run() throws IOException {
    Figures dropped = new Figures("file renamed into deploy/ → ACTIVE");
    Figures commanded = new Figures("deploy command → acknowledged");
    try (SoloHome home = SoloHome.open("drops")) {
      GeneratedBundles.write(home.scratch(), "dropped", runs + 2);
      GeneratedBundles.write(home.scratch(), "commanded", runs + 2);
      SoloProcess process = home.start();
      for (int i = -2; i < runs; i++) {
        long drop = drop(home, process, GeneratedBundles.name("dropped", i + 2));
        long command = command(home, process, GeneratedBundles.name("commanded", i + 2));
        if (i >= 0) {
          dropped.add(drop);
          commanded.add(command);
        }
      }
    }
    System.out.println("\nFrom a finished file to an active service\n");
    Figures.printHeader();
    List.of(dropped, commanded).forEach(Figures::print);
  }

  private static long drop(SoloHome home, SoloProcess process, String name) throws IOException {
    Path jar = home.scratch().resolve(name + ".jar");
    long begin = System.nanoTime();
    Files.move(jar, home.deploy().resolve(name + ".jar"), StandardCopyOption.ATOMIC_MOVE);
    process.await("default/" + name, "ACTIVE");
    return System.nanoTime() - begin;
  }

  private static long command(SoloHome home, SoloProcess process, String name) throws IOException {
    Path jar = home.scratch().resolve(name + ".jar");
    long begin = System.nanoTime();
    process.deploy("default/" + name, jar);
    return System.nanoTime() - begin;
  }
}
