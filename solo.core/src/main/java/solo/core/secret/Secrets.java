package solo.core.secret;

import java.util.SortedSet;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The secrets of the bundle that uses this service, and of no other: those that its manifest names,
 * {@code Solo-Secrets: db.password, api.key}. Each bundle that gets the service has an object of
 * its own. Nothing else of the vault is known here: no tenant, no key, no token. Each reading is an
 * event in the log before it returns. Safe for use by many threads.
 */
@ProviderType
public interface Secrets {
  /** The manifest header that names the secrets a bundle needs, with commas between them. */
  String HEADER = "Solo-Secrets";

  /** The names that the bundle's manifest has, sorted. */
  SortedSet<String> names();

  /**
   * The newest value of a secret, a new array each time: the caller wipes it.
   *
   * @throws IllegalArgumentException when the bundle does not name it
   * @throws IllegalStateException when it cannot be read now: the vault is sealed, there is no such
   *     secret, or the log could not be told
   */
  byte[] bytes(String name);

  /** The same as text in UTF-8. */
  char[] chars(String name);
}
