package greeter;

import org.osgi.annotation.versioning.ProviderType;

/** Greets people. */
@ProviderType
public interface Greeter {
  /** A greeting for one person. */
  String greet(String name);
}
