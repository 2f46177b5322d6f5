package solo.core.capability;

import java.util.Objects;
import java.util.regex.Pattern;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;

/**
 * What of a tenant something is about: {@code *} for all of it, {@code service:orders}, {@code
 * secret:db.password} or {@code api:} and the name of a Java interface; a name that ends with
 * {@code *} stands for all that begin so, such as {@code service:order*}.
 *
 * @param text as it is written and logged
 */
public record Resource(String text) {
  private static final Pattern FORM =
      Pattern.compile("\\*|(service|secret|api):([A-Za-z0-9][A-Za-z0-9._$-]{0,254}\\*?|\\*)");

  /** All of a tenant. */
  public static final Resource ALL = new Resource("*");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when it is none of those above
   */
  public Resource {
    Objects.requireNonNull(text, "text");
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s is no resource: expected *, service:<id>, secret:<name> or api:<interface>, a * at"
                  .formatted(Printable.quote(text))
              + " the end for all that begin so");
    }
  }

  /** A service. */
  public static Resource service(String id) {
    return new Resource("service:" + ServiceKey.requireId("service", id));
  }

  /** A secret. */
  public static Resource secret(String name) {
    return new Resource("secret:" + ServiceKey.requireId("secret", name));
  }

  /** What bundles offer under a Java interface. */
  public static Resource api(String type) {
    return new Resource("api:" + type);
  }

  /** Whether this is the other, or all of the other is part of this. */
  public boolean covers(Resource other) {
    return isPattern()
        ? other.text.startsWith(text.substring(0, text.length() - 1))
        : text.equals(other.text);
  }

  private boolean isPattern() {
    return text.endsWith("*");
  }

  @Override
  public String toString() {
    return text;
  }
}
