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
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The bundles of the distribution as plain jars, for what is done where no container runs: no
 * framework is started.
 */
final class Bundles {
  private static final Class<?>[] TYPES = {
    Map.class, PrintStream.class, PrintStream.class, Consumer.class
  };
  private static final Class<?>[] MORE_TYPES = {
    Map.class, PrintStream.class, PrintStream.class, Consumer.class, BooleanSupplier.class
  };

  private final Path directory;
  private final boolean terminal;

  Bundles(Places places, boolean terminal) {
    this.directory = places.home().resolve("bundles");
    this.terminal = terminal;
  }

  /**
   * Calls {@code run} of a class of theirs, with the words, the outputs and who is told how far it
   * is.
   *
   * @return the exit status
   */
  int call(String entry, Map<String, String> words) throws LaunchException {
    return call(entry, words, Optional.empty());
  }

  /**
   * As {@link #call(String, Map)}, with one more that says whether to stop.
   *
   * @return the exit status
   */
  int call(String entry, Map<String, String> words, BooleanSupplier stop) throws LaunchException {
    return call(entry, words, Optional.of(stop));
  }

  private int call(String entry, Map<String, String> words, Optional<BooleanSupplier> stop)
      throws LaunchException {
    try (URLClassLoader bundles = loader();
        ProgressLine progress = new ProgressLine(System.err, terminal)) {
      Thread.currentThread().setContextClassLoader(bundles);
      Consumer<String> told = terminal ? progress::show : text -> {};
      Class<?> type = Class.forName(entry, true, bundles);
      return (int)
          (stop.isPresent()
              ? type.getMethod("run", MORE_TYPES)
                  .invoke(null, words, System.out, System.err, told, stop.get())
              : type.getMethod("run", TYPES).invoke(null, words, System.out, System.err, told));
    } catch (IOException e) {
      throw LaunchException.configuration("the installation cannot be read: " + e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw LaunchException.configuration("the installation is broken: " + e);
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
}
