package solo.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;
import solo.core.lifecycle.ExitCode;

/** The distribution's own bundles: all installed, resolved in one batch, started. */
final class Installation {
  /** Keeps the framework busy from its start on, so that what answers meanwhile goes first. */
  private static final String RECOVERY = "solo.recovery";

  private final BundleContext context;
  private final List<Bundle> bundles = new ArrayList<>();

  Installation(BundleContext context) {
    this.context = context;
  }

  void install(Path directory) throws LaunchException {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        // Copied into the cache: a new build must not pull the jars from under a running container.
        bundles.add(context.installBundle(jar.toUri().toString()));
      }
    } catch (IOException | BundleException e) {
      throw broken("cannot install from " + directory, e);
    }
    if (bundles.isEmpty()) {
      throw LaunchException.configuration("there is no bundle in " + directory);
    }
    bundles.sort(Comparator.comparing(bundle -> bundle.getSymbolicName().equals(RECOVERY)));
    context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(bundles);
  }

  void start() throws LaunchException {
    for (Bundle bundle : bundles) {
      start(bundle);
    }
  }

  private static void start(Bundle bundle) throws LaunchException {
    if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null) {
      return;
    }
    try {
      // The activation policy is honoured, so a lazy bundle counts as started.
      bundle.start(Bundle.START_ACTIVATION_POLICY);
    } catch (BundleException e) {
      throw broken("bundle " + bundle.getSymbolicName() + " does not start", e);
    }
  }

  private static LaunchException broken(String what, Exception cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    String detail = root == cause ? cause.getMessage() : cause.getMessage() + ": " + root;
    ExitCode code = WriteFailure.code(cause);
    return new LaunchException(
        code,
        code == ExitCode.IO_FAILURE
            ? "%s: %s".formatted(what, detail)
            : "the installation is broken: %s: %s".formatted(what, detail));
  }
}
