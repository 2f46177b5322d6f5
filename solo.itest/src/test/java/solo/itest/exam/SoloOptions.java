package solo.itest.exam;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** What a framework under test is made of. */
final class SoloOptions {
  private static final Path DISTRIBUTION =
      Path.of(System.getProperty("solo.itest.root"), "cnf", "target", "distribution")
          .toAbsolutePath()
          .normalize();

  private SoloOptions() {}

  /** A whole container on empty directories. */
  static Option[] container() {
    return new Option[] {distribution(), directories(), asTheLauncherSets(), testing()};
  }

  /** Every bundle of the distribution, from the files that are shipped. */
  static Option distribution() {
    try (Stream<Path> files = Files.list(DISTRIBUTION.resolve("bundles"))) {
      List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
      return composite(jars.stream().map(SoloOptions::fileBundle).toArray(Option[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException("the build has made no distribution", e);
    }
  }

  /** Fresh directories, named to the framework as the launcher does. */
  static Option directories() {
    try {
      Path work = Files.createDirectories(Path.of(System.getProperty("solo.itest.work")));
      Path root = Files.createTempDirectory(work, "exam-").toRealPath();
      return composite(
          directory("solo.data", root.resolve("data")),
          directory("solo.deploy", root.resolve("deploy")),
          directory("solo.config", root.resolve("etc")),
          directory("solo.state", root.resolve("state")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The framework's properties that matter to Solo's bundles. */
  static Option asTheLauncherSets() {
    return composite(
        systemPackages("jdk.net"),
        frameworkProperty("org.osgi.framework.bsnversion").value("multiple"),
        frameworkProperty("org.osgi.framework.storage.clean").value("onFirstInit"),
        frameworkProperty("solo.console").value("log"),
        frameworkProperty("solo.version").value("0.1.0-test"),
        frameworkProperty("gosh.home").value(DISTRIBUTION.toString()),
        frameworkProperty("gosh.args").value("--nointeractive"));
  }

  /** What the test itself needs. */
  static Option testing() {
    return composite(
        junitBundles(),
        // The probe and what it needs are part of the container under test, not orphans in it.
        frameworkProperty("solo.own.bundles").value("local,link:"),
        cleanCaches(true),
        systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"));
  }

  private static Option directory(String property, Path path) throws IOException {
    return frameworkProperty(property).value(Files.createDirectories(path).toString());
  }

  private static Option fileBundle(Path jar) {
    return bundle(jar.toUri().toString());
  }
}
