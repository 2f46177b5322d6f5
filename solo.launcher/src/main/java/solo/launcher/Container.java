package solo.launcher;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Hashtable;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.ObjIntConsumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import solo.core.lifecycle.ExitCode;

/** The process that runs the framework; there is one per JVM, and it ends the JVM. */
final class Container {
  private final Places places;
  private final boolean terminal;
  private final String version;

  Container(Places places, boolean terminal, String version) {
    this.places = places;
    this.terminal = terminal;
    this.version = version;
  }

  /**
   * Runs until the framework has stopped, then halts: it only returns by exception.
   *
   * @throws LaunchException when it cannot start; the lock is held until the process ends
   */
  void run() throws LaunchException {
    checkConfiguration();
    DataDirectory directory = new DataDirectory(places.data());
    directory.open();
    DataLock lock = DataLock.acquire(places.data());
    PidFile pid = new PidFile(places.data());
    try {
      pid.write(Instant.now().truncatedTo(ChronoUnit.SECONDS));
      prepare(directory);
      BundleCache cache = new BundleCache(places.data());
      Framework framework = framework(cache.empty());
      cache.deleteOldInBackground();
      Ending ending = new Ending(framework, pid);
      ending.hookSignals();
      if (initialize(framework, ending)) {
        boot(framework, ending);
      }
      ending.awaitStop();
    } catch (IOException e) {
      throw LaunchException.configuration("cannot write in %s: %s".formatted(places.data(), e));
    } finally {
      deleteQuietly(pid);
      Reference.reachabilityFence(lock);
    }
  }

  private void checkConfiguration() throws LaunchException {
    if (!Files.isDirectory(places.config())) {
      throw LaunchException.configuration(
          "the configuration directory %s does not exist: give another with --config"
              .formatted(places.config()));
    }
  }

  /**
   * On the very first boot the deploy directory is made; later a missing one is worth a finding.
   */
  private void prepare(DataDirectory directory) throws LaunchException, IOException {
    boolean fresh = directory.mark();
    DataDirectory.privateDirectory(places.state(), "state directory", "--state");
    if (fresh && !Files.exists(places.deploy())) {
      Files.createDirectories(places.deploy());
    }
  }

  private Framework framework(Path cache) throws LaunchException {
    Map<String, String> properties = FrameworkProperties.of(places, cache, terminal, version);
    return ServiceLoader.load(FrameworkFactory.class)
        .findFirst()
        .orElseThrow(() -> LaunchException.configuration("the framework is not in lib/"))
        .newFramework(properties);
  }

  /** Once signals are hooked, only the ending can give the process a code. */
  private static boolean initialize(Framework framework, Ending ending) {
    try {
      framework.init();
      return true;
    } catch (BundleException | RuntimeException e) {
      ending.accept("the framework does not start: " + e, ExitCode.BAD_CONFIGURATION.status());
      return false;
    }
  }

  private void boot(Framework framework, Ending ending) {
    System.out.printf(
        "solo: version %s, data %s, process %d%n",
        version, places.data(), ProcessHandle.current().pid());
    BundleContext context = framework.getBundleContext();
    Hashtable<String, Object> exit = new Hashtable<>(Map.of("solo.launcher", "exit"));
    context.registerService(ObjIntConsumer.class, ending, exit);
    context.addBundleListener(armsDeadline(ending));
    prepareTerminalLibrary();
    Readiness readiness = new Readiness(context);
    Installation installation = new Installation(context);
    try {
      framework.start();
      installation.install(places.home().resolve("bundles"));
      installation.startContainer();
      if (terminal) {
        readiness.await(places.data());
        greet();
      }
      installation.startShell();
    } catch (LaunchException | BundleException | RuntimeException e) {
      if (stopping(framework)) {
        return;
      }
      ending.accept(
          e instanceof RuntimeException ? e.toString() : e.getMessage(),
          e instanceof LaunchException launch
              ? launch.status()
              : ExitCode.BAD_CONFIGURATION.status());
    }
  }

  private static SynchronousBundleListener armsDeadline(Ending ending) {
    return event -> {
      if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
        ending.armDeadline();
      }
    };
  }

  private void prepareTerminalLibrary() {
    // It unpacks native code, which a killed process would leave in the system's directory for
    // temporary files, one more each time; the cache is emptied on each boot.
    System.setProperty("jline.tmpdir", places.data().resolve("cache").toString());
    if (!terminal) {
      // Else it complains that there is no terminal.
      System.setProperty("org.jline.terminal.dumb", "true");
    }
  }

  private static boolean stopping(Framework framework) {
    int state = framework.getState();
    return state != Bundle.ACTIVE && state != Bundle.STARTING;
  }

  private void greet() {
    System.out.printf(
        "Solo %s is ready. Drop bundles into %s; 'help' lists the commands, Ctrl-D stops Solo.%n",
        version, places.deploy());
  }

  private static void deleteQuietly(PidFile pid) {
    try {
      pid.delete();
    } catch (IOException e) {
      System.err.println("solo: the pid file could not be deleted: " + e);
    }
  }
}
