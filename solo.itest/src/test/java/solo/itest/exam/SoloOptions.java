package solo.itest.exam;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

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

  /** Every bundle of the distribution, from the files that are shipped. */
  static Option distribution() {
    try (Stream<Path> files = Files.list(DISTRIBUTION.resolve("bundles"))) {
      List<Path> jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
      return composite(jars.stream().map(SoloOptions::fileBundle).toArray(Option[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException("the build has made no distribution", e);
    }
  }

  /** What the test itself needs. */
  static Option testing() {
    return composite(
        junitBundles(),
        systemPackages("jdk.net"),
        cleanCaches(true),
        frameworkProperty("org.osgi.framework.storage.clean").value("onFirstInit"));
  }

  private static Option fileBundle(Path jar) {
    return bundle(jar.toUri().toString());
  }
}
