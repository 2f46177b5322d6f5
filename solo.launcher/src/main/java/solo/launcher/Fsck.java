package solo.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ref.Reference;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@code solo fsck}: checks a data directory that no process has open. What is in there is known to
 * the bundles of the distribution, which are loaded as plain jars: no framework is started.
 */
final class Fsck {
  private static final String ENTRY = "solo.eventstore.fsck.Fsck";

  private final Places places;
  private final boolean terminal;

  Fsck(Places places, boolean terminal) {
    this.places = places;
    this.terminal = terminal;
  }

  int run(Arguments arguments) throws LaunchException {
    if (!Files.isDirectory(places.data())) {
      throw LaunchException.configuration(
          "there is no data directory %s: give another with --data".formatted(places.data()));
    }
    DataDirectory directory = new DataDirectory(places.data());
    directory.open();
    if (!directory.isInUse()) {
      throw LaunchException.configuration(
          "%s is no data directory of Solo: give another with --data".formatted(places.data()));
    }
    DataLock lock = DataLock.acquire(places.data());
    try (URLClassLoader bundles = bundles();
        ProgressLine progress = new ProgressLine(System.err, terminal)) {
      Thread.currentThread().setContextClassLoader(bundles);
      return call(bundles, words(arguments), terminal ? progress::show : text -> {});
    } catch (IOException e) {
      throw LaunchException.configuration("the installation cannot be read: " + e);
    } finally {
      Reference.reachabilityFence(lock);
    }
  }

  private Map<String, String> words(Arguments arguments) {
    Map<String, String> words = new HashMap<>();
    words.put("data", places.data().toString());
    words.put("state", places.state().toString());
    words.put("user", System.getProperty("user.name"));
    if (arguments.flags().contains(Arguments.Flag.JSON)) {
      words.put("json", "");
    }
    arguments.values().forEach((name, value) -> words.put(name.word(), value));
    return words;
  }

  private URLClassLoader bundles() throws IOException {
    List<URL> jars = new ArrayList<>();
    try (Stream<Path> files = Files.list(places.home().resolve("bundles"))) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        jars.add(jar.toUri().toURL());
      }
    }
    return new URLClassLoader(jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static int call(ClassLoader bundles, Map<String, String> words, Consumer<String> progress)
      throws LaunchException {
    try {
      return (int)
          Class.forName(ENTRY, true, bundles)
              .getMethod("run", Map.class, PrintStream.class, PrintStream.class, Consumer.class)
              .invoke(null, words, System.out, System.err, progress);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw LaunchException.configuration("the installation is broken: " + e);
    }
  }
}
