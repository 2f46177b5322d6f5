package solo.itest.process;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Someone who goes behind Solo's back, with the framework's own commands. */
final class Outsider {
  private static final Pattern INSTALLED = Pattern.compile("Bundle ID: (\\d+)");

  private final SoloHome home;
  private final SoloProcess process;
  private int links;

  Outsider(SoloHome home, SoloProcess process) {
    this.home = home;
    this.process = process;
  }

  /** Installs a bundle from where it lies and starts it; returns its id. */
  long install(Path jar) {
    String said = process.does("felix:install 'file:%s'".formatted(jar)).out();
    Matcher installed = INSTALLED.matcher(said);
    if (!installed.find()) {
      throw new AssertionError("no bundle's id in: " + said);
    }
    long bundle = Long.parseLong(installed.group(1));
    process.does("felix:start -t " + bundle);
    return bundle;
  }

  /** Installs a bundle from a file that is named as Solo names those of a service. */
  long installAs(String key, Path jar) {
    String name = "%032x,%s.jar".formatted(links++, key.replace('/', ','));
    return install(home.place(jar, home.data().resolve("links").resolve(name)));
  }

  /** Stops the bundle of a service. */
  void stop(String key) {
    process.does("felix:stop " + bundle(key));
  }

  /** Uninstalls the bundle of a service. */
  void uninstall(String key) {
    process.does("felix:uninstall " + bundle(key));
  }

  /** Gives the bundle of a service other bytes. */
  void update(String key, Path jar) {
    process.does("felix:update %d 'file:%s'".formatted(bundle(key), jar));
  }

  /** The id of a service's bundle. */
  long bundle(String key) {
    return process.services().get(key).get("bundleId").getAsLong();
  }

  /** Every bundle there is with its state, as the framework says it. */
  String bundles() {
    return process.does("felix:lb").out();
  }

  /** Whether the framework has a bundle with the id. */
  boolean has(long bundle) {
    return Pattern.compile("^\\s*" + bundle + "\\|", Pattern.MULTILINE).matcher(bundles()).find();
  }
}
