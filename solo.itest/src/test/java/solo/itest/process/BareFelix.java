package solo.itest.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import solo.itest.harness.Await;

/**
 * What the same jars cost a framework alone: one after the other installed and started, by one
 * thread, nothing recorded and no byte checked.
 */
final class BareFelix {
  private BareFelix() {}

  /** Arguments: the directory of the jars, the directory of the cache. Ends with 0 if all run. */
  public static void main(String[] arguments) throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, arguments[1]));
    framework.start();
    List<Path> jars = new ArrayList<>();
    try (var files = Files.list(Path.of(arguments[0]))) {
      files.sorted().forEach(jars::add);
    }
    for (Path jar : jars) {
      Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
      bundle.start();
      if (bundle.getState() != Bundle.ACTIVE) {
        throw new IllegalStateException(jar + " does not run");
      }
    }
    Runtime.getRuntime().halt(0);
  }

  /** Lets a process do so; how many milliseconds it takes from its start to its end. */
  static long run(Path jars, Path scratch) throws IOException, InterruptedException {
    String own = System.getProperty("java.class.path");
    List<String> line =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Drecorder.file=" + scratch.resolve("bare-records"),
            "-cp",
            System.getProperty("surefire.test.class.path", own),
            BareFelix.class.getName(),
            jars.toString(),
            scratch.resolve("bare-cache").toString());
    long begin = System.nanoTime();
    Process process = new ProcessBuilder(line).inheritIO().start();
    boolean ended = process.waitFor(Await.PATIENCE.toSeconds() * 20, TimeUnit.SECONDS);
    long took = (System.nanoTime() - begin) / 1_000_000;
    process.destroyForcibly();
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError("the bare framework has not run all of " + jars);
    }
    return took;
  }
}
