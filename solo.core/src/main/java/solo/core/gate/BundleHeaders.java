package solo.core.gate;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import solo.core.deploy.Gate.Passed;
import solo.core.secret.Secrets;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;

/** The headers of a bundle. Pure. */
final class BundleHeaders {
  private static final Pattern SYMBOLIC_NAME =
      Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final Pattern RESERVED =
      Pattern.compile("system\\.bundle|org\\.apache\\.felix\\.framework|solo(\\..*)?");

  /** So many secrets a bundle may name. */
  private static final int MAX_SECRETS = 64;

  private BundleHeaders() {}

  /** Checks the headers and returns who the bundle says it is. */
  static Passed check(byte[] manifest) throws Refusal {
    Attributes headers = read(manifest);
    String declared = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
    if (declared == null) {
      throw new Refusal("its manifest has no Bundle-SymbolicName: it is not an OSGi bundle");
    }
    String format = headers.getValue(Constants.BUNDLE_MANIFESTVERSION);
    if (format == null || !format.trim().equals("2")) {
      throw new Refusal("Bundle-ManifestVersion is " + quote(format) + "; expected 2");
    }
    String name = symbolicName(declared);
    Version version = version(headers.getValue(Constants.BUNDLE_VERSION));
    String host = headers.getValue(Constants.FRAGMENT_HOST);
    if (host != null) {
      throw new Refusal("it is a fragment of " + quote(host) + "; fragments are not taken");
    }
    return new Passed(name, version.toString(), secrets(headers.getValue(Secrets.HEADER)));
  }

  private static Attributes read(byte[] manifest) throws Refusal {
    try {
      return new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
    } catch (IOException | IllegalArgumentException e) {
      throw new Refusal("its manifest cannot be read: " + Printable.escape(e.getMessage()));
    }
  }

  private static String symbolicName(String declared) throws Refusal {
    String name = declared.split(";", 2)[0].trim();
    if (!SYMBOLIC_NAME.matcher(name).matches()) {
      throw new Refusal(
          "Bundle-SymbolicName "
              + quote(name)
              + " is not one: expected letters, digits, '_', '-' in parts joined by '.'");
    }
    if (RESERVED.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
      throw new Refusal("Bundle-SymbolicName " + quote(name) + " is kept for the container");
    }
    return name;
  }

  private static Version version(String declared) throws Refusal {
    try {
      return Version.parseVersion(declared);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          "Bundle-Version " + quote(declared) + " is not one: expected such as 1.2.3 or 1.2.3.q");
    }
  }

  /** The names, each once, sorted, with commas between them. */
  private static String secrets(String declared) throws Refusal {
    SortedSet<String> names = new TreeSet<>();
    for (String part : declared == null ? new String[0] : declared.split(",", -1)) {
      String name = part.trim();
      if (!ServiceKey.isId(name)) {
        throw new Refusal(
            "%s %s has the name %s: expected names of secrets with commas between them, each %s"
                .formatted(Secrets.HEADER, quote(declared), quote(name), ServiceKey.ID_PATTERN));
      }
      names.add(name);
    }
    if (names.size() > MAX_SECRETS) {
      throw new Refusal(
          "%s names %d secrets; at most %d are taken"
              .formatted(Secrets.HEADER, names.size(), MAX_SECRETS));
    }
    return String.join(",", names);
  }

  private static String quote(String text) {
    return text == null
        ? "missing"
        : Printable.quote(text.length() > 200 ? text.substring(0, 200) + "…" : text);
  }
}
