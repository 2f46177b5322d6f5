package solo.shell.provider;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What runs here. */
@Component(service = Versions.class)
public final class Versions {
  private final String solo;
  private final String framework;

  @Activate
  public Versions(BundleContext context) {
    this(context.getBundle(), context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION));
  }

  private Versions(Bundle own, Bundle system) {
    this(own.getVersion().toString(), system.getSymbolicName() + " " + system.getVersion());
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
}
