package solo.launcher;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Hashtable;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;

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
   * @param ending takes signals already
   * @throws LaunchException when it cannot start; the lock is held until the process ends
   */
  void run(Ending ending) throws LaunchException {
    checkConfiguration();
    DataDirectory directory = new DataDirectory(places.data());
    directory.open();
    DataLock lock = DataLock.acquire(places.data());
    PidFile pid = new PidFile(places.data());
    try {
      BundleCache cache = new BundleCache(places.data());
      cache.makeRoom();
      // First whose it is: an end that begins only now deletes it, an earlier one is seen here.
      ending.owns(pid);
      if (!ending.begun()) {
        pid.write(Instant.now().truncatedTo(ChronoUnit.SECONDS));
      }
      prepare(directory);
      Framework framework = framework(cache.empty(), ending);
      cache.deleteOldInBackground();
      ending.stops(framework);
      if (initialize(framework, ending) && !ending.begun()) {
        boot(framework, ending);
      }
      ending.awaitStop();
    } catch (IOException e) {
      throw WriteFailure.of("cannot write in " + places.data(), e);
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

  private Framework framework(Path cache, Ending ending) throws LaunchException {
    try {
      return new SoloFramework(FrameworkProperties.of(places, cache, terminal, version), ending);
    } catch (LinkageError e) {
      throw LaunchException.configuration("the framework is not in lib/: " + e);
    }
  }

  /** Once the framework can be stopped, only the ending can give the process a code. */
  private static boolean initialize(Framework framework, Ending ending) {
    try {
      framework.init();
      return true;
    } catch (BundleException | RuntimeException e) {
      if (ending.begun()) {
        return false;
      }
      ending.accept(
          "the framework does not start: " + e + WriteFailure.advice(e),
          WriteFailure.code(e).status());
      return false;
    }
  }

  /** A signal may stop the framework at any moment of it. */
  private void boot(Framework framework, Ending ending) {
    System.out.printf(
        "solo: version %s, data %s, process %d%n",
        version, places.data(), ProcessHandle.current().pid());
    try {
      BundleContext context = framework.getBundleContext();
      offer(context, ending);
      prepareTerminalLibrary();
      Readiness readiness = new Readiness(context);
      SystemdNotify.of(System.getenv()).ifPresent(notify -> tell(notify, readiness, ending));
      framework.start();
      Installation installation = new Installation(context);
      installation.install(places.home().resolve("bundles"));
      installation.start();
      if (terminal) {
        readiness.await(places.data());
        greet();
        OwnTerminal.open(places.data(), ending, () -> stop(framework));
      }
    } catch (LaunchException | BundleException | RuntimeException e) {
      if (ending.begun() || stopping(framework)) {
        return;
      }
      ending.accept(
          (e instanceof RuntimeException ? e.toString() : e.getMessage()) + WriteFailure.advice(e),
          e instanceof LaunchException launch ? launch.status() : WriteFailure.code(e).status());
    }
  }

  /** The launcher's classes are not visible in the framework, those of the JDK are. */
  private static void offer(BundleContext context, Ending ending) {
    ObjLongConsumer<String> stop = ending::enters;
    Supplier<String> trigger = ending::trigger;
    context.registerService(ObjIntConsumer.class, ending, named("exit"));
    context.registerService(ObjLongConsumer.class, stop, named("stop"));
    context.registerService(Supplier.class, trigger, named("trigger"));
  }

  private static Hashtable<String, Object> named(String purpose) {
    return new Hashtable<>(Map.of("solo.launcher", purpose));
  }

  private void tell(SystemdNotify notify, Readiness readiness, Ending ending) {
    ending.listener(notify);
    readiness.tell(places.data(), notify);
  }

  /**
   * Terminals are at the other end of the control socket. This process's own is no business of the
   * library's: it would take the signals too, and unpack native code that a killed process leaves.
   */
  private static void prepareTerminalLibrary() {
    System.setProperty("org.jline.terminal.provider", "dumb");
  }

  private static void stop(Framework framework) {
    try {
      framework.stop();
    } catch (BundleException e) {
      System.err.println("solo: the framework did not stop: " + e);
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
