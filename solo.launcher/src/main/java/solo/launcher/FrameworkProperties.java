package solo.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What the framework, the component runtime and the shell are told. */
final class FrameworkProperties {
  /** The variable of the environment that tells a process that {@code start} made it. */
  static final String DETACHED = "SOLO_DETACHED";

  private FrameworkProperties() {}

  /**
   * @param cache an empty directory
   * @param terminal whether a person sits at a terminal; else the log goes to standard output
   */
  static Map<String, String> of(Places places, Path cache, boolean terminal, String version) {
    Map<String, String> properties = new HashMap<>();
    properties.put("solo.data", places.data().toString());
    properties.put("solo.deploy", places.deploy().toString());
    properties.put("solo.config", places.config().toString());
    properties.put("solo.state", places.state().toString());
    properties.put("solo.version", version);
    properties.put("solo.console", console(terminal, System.getenv()));
    framework(properties, cache);
    // The same symbolic name and version may run in two tenants.
    properties.put("org.osgi.framework.bsnversion", "multiple");
    log(properties);
    components(properties);
    shell(properties, places);
    return properties;
  }

  /** What the log does with the output: a detached process has nobody who reads or rotates it. */
  static String console(boolean terminal, Map<String, String> environment) {
    if (terminal) {
      return "terminal";
    }
    return environment.containsKey(DETACHED) ? "none" : "log";
  }

  private static void framework(Map<String, String> properties, Path cache) {
    properties.put("org.osgi.framework.storage", cache.toString());
    properties.put("org.osgi.framework.storage.clean", "onFirstInit");
    properties.put("org.osgi.framework.system.packages.extra", "jdk.net");
    properties.put("org.osgi.framework.bootdelegation", "");
    // A class that a bundle does not import is not found: no guessing.
    properties.put("felix.bootdelegation.implicit", "false");
    properties.put("felix.log.level", "1");
  }

  /** Until its file is opened, the log is kept in memory: nothing of a boot may be lost. */
  private static void log(Map<String, String> properties) {
    properties.put("org.osgi.service.log.admin.loglevel", "INFO");
    properties.put("org.apache.felix.log.maxSize", "2000");
  }

  private static void components(Map<String, String> properties) {
    properties.put("ds.loglevel", "warn");
    // Opening a store or a slow disk may hold a component's lock for long.
    properties.put("ds.lock.timeout.milliseconds", "120000");
    properties.put("ds.stop.timeout.milliseconds", "10000");
  }

  /** Gogo's own shell stays away from standard input: shells come through the control socket. */
  private static void shell(Map<String, String> properties, Places places) {
    properties.put("gosh.home", places.home().toString());
    properties.put("gosh.args", "--nointeractive");
  }
}
