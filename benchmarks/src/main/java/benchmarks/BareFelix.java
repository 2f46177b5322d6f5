package benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * The baseline of a recovery: a framework on an empty cache, every jar of a directory installed by
 * reference, resolved in one batch and started, nothing recorded and nothing checked. Prints {@code
 * ready} when all are active, and halts.
 */
final class BareFelix {
  private BareFelix() {}

  /** Arguments: the directory of the jars, the directory of the cache. */
  public static void main(String[] arguments) throws BundleException, IOException {
    Framework framework = launch(arguments[1]);
    List<Bundle> bundles = install(framework.getBundleContext(), Path.of(arguments[0]));
    framework.adapt(FrameworkWiring.class).resolveBundles(bundles);
    for (Bundle bundle : bundles) {
      bundle.start(Bundle.START_TRANSIENT);
    }
    System.out.println("ready");
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private static Framework launch(String cache) throws BundleException {
    Map<String, String> configuration =
        Map.of(
            Constants.FRAMEWORK_STORAGE,
            cache,
            Constants.FRAMEWORK_STORAGE_CLEAN,
            Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
    FrameworkFactory factory = ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
    Framework framework = factory.newFramework(configuration);
    framework.start();
    return framework;
  }

  private static List<Bundle> install(BundleContext context, Path directory)
      throws BundleException, IOException {
    List<Bundle> bundles = new ArrayList<>();
    try (Stream<Path> jars = Files.list(directory)) {
      for (Path jar : (Iterable<Path>) jars.sorted()::iterator) {
        bundles.add(context.installBundle("reference:" + jar.toUri()));
      }
    }
    return bundles;
  }
}
