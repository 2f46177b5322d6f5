package solo.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The bundles of the distribution as plain jars, for what is done where no container runs: no
 * framework is started.
 */
final class Bundles {
  private final Path directory;
  private final boolean terminal;

  Bundles(Places places, boolean terminal) {
    this.directory = places.home().resolve("bundles");
    this.terminal = terminal;
  }

  /**
   * Calls {@code run} of a class of theirs.
   *
   * @return the exit status
   */
  int call(String entry, Map<String, String> words) throws LaunchException {
    try (URLClassLoader bundles = loader();
        ProgressLine progress = new ProgressLine(System.err, terminal)) {
      Thread.currentThread().setContextClassLoader(bundles);
      return call(bundles, entry, words, terminal ? progress::show : text -> {});
    } catch (IOException e) {
      throw LaunchException.configuration("the installation cannot be read: " + e);
    }
  }

  private URLClassLoader loader() throws IOException {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(jar.toUri().toURL());
      }
    }
    return new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static int call(
      ClassLoader bundles, String entry, Map<String, String> words, Consumer<String> progress)
      throws LaunchException {
    try {
      return (int)
          Class.forName(entry, true, bundles)
              .getMethod("run", Map.class, PrintStream.class, PrintStream.class, Consumer.class)
              .invoke(null, words, System.out, System.err, progress);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw LaunchException.configuration("the installation is broken: " + e);
    }
  }
}
