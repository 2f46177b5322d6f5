package solo.shell.provider;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What runs here. */
@Component(service = Versions.class)
public final class Versions {
  private static final String VERSION = "solo.version";

  private final String solo;
  private final String framework;

  @Activate
  public Versions(BundleContext context) {
    this(version(context), name(context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION)));
  }

  Versions(String solo, String framework) {
    this.solo = solo;
    this.framework = framework;
  }

  String solo() {
    return solo;
  }

  String framework() {
    return framework;
  }

  String java() {
    return System.getProperty("java.vm.name") + " " + Runtime.version();
  }

  /** As the launcher calls it, so that {@code solo version} and this say the same. */
  private static String version(BundleContext context) {
    String version = context.getProperty(VERSION);
    return version == null ? context.getBundle().getVersion().toString() : version;
  }

  private static String name(Bundle framework) {
    return framework.getSymbolicName() + " " + framework.getVersion();
  }
}
