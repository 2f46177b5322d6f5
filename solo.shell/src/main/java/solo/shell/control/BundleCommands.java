package solo.shell.control;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.felix.gogo.runtime.CommandProxy;
import org.apache.felix.service.command.Function;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The commands that this bundle registers. Gogo takes those of any bundle that says it is of Solo's
 * scope, and of two the one of higher ranking.
 */
record BundleCommands(BundleContext context) implements OwnCommands {

  @Override
  public Optional<Function> named(String name) {
    return registered("(&(osgi.command.scope=solo)(osgi.command.function=" + name + "))")
        .filter(reference -> context.getBundle().equals(reference.getBundle()))
        .findFirst()
        .map(reference -> new CommandProxy(context, reference, name));
  }

  private Stream<ServiceReference<?>> registered(String filter) {
    try {
      ServiceReference<?>[] found = context.getServiceReferences((String) null, filter);
      return found == null ? Stream.empty() : Arrays.stream(found);
    } catch (InvalidSyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
