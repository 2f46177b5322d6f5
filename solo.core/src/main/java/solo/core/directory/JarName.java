package solo.core.directory;

import java.nio.file.Path;
import java.util.Optional;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;

/** The rules of names in the deploy directory. Pure. */
final class JarName {
  static final String SUFFIX = ".jar";

  private JarName() {}

  /**
   * Whether a name is meant as a bundle. Dot files are not, nor is anything that does not end in
   * {@code .jar}: {@code x.jar.part} and {@code x.tmp} are a copy under way, {@code README} is
   * nobody's business.
   */
  static boolean isMeant(Path name) {
    String text = name.toString();
    return text.endsWith(SUFFIX) && !text.startsWith(".");
  }

  /** The service that a file of a tenant names, empty where its name or the tenant's is no id. */
  static Optional<ServiceKey> key(String tenant, Path name) {
    String text = name.toString();
    String service = text.substring(0, text.length() - SUFFIX.length());
    return ServiceKey.isId(tenant) && ServiceKey.isId(service)
        ? Optional.of(new ServiceKey(tenant, service))
        : Optional.empty();
  }

  /** For people: relative to the deploy directory, on one line. */
  static String printable(Path directory, Path file) {
    return Printable.escape(directory.relativize(file).toString());
  }
}
