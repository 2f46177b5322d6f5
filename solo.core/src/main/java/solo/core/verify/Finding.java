package solo.core.verify;

import java.util.Objects;
import solo.core.tenant.ServiceKey;

/**
 * One thing that is not as the log says.
 *
 * @param tenant an id, or empty where no tenant is concerned
 * @param service an id within the tenant, or empty
 * @param about which one, where there may be several: a bundle's id, a digest, an event's id; else
 *     empty. Kind, tenant, service and about together name a finding: two of the same are one
 * @param detail expected and actual, on one line
 * @param fix what mends it, in words: what Solo would do, or what an operator can do
 * @param fixable whether Solo can mend it now
 * @param acceptedBy the event by which an operator accepted it, 0 where none did
 */
public record Finding(
    Kind kind,
    String tenant,
    String service,
    String about,
    String detail,
    String fix,
    boolean fixable,
    long acceptedBy) {

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException when it is fixable and its kind never is, or an id is not one
   */
  public Finding {
    if (fixable && kind.repair() == Kind.Repair.NEVER) {
      throw new IllegalArgumentException(kind + " is never fixed");
    }
    if (!tenant.isEmpty()) {
      ServiceKey.requireId("tenant", tenant);
    }
    if (!service.isEmpty()) {
      new ServiceKey(tenant, service);
    }
    Objects.requireNonNull(about, "about");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(fix, "fix");
  }

  /** About a service. */
  public static Finding of(
      Kind kind, ServiceKey key, String about, String detail, String fix, boolean fixable) {
    return new Finding(kind, key.tenant(), key.service(), about, detail, fix, fixable, 0);
  }

  /** About the container as a whole. */
  public static Finding of(Kind kind, String about, String detail, String fix, boolean fixable) {
    return new Finding(kind, "", "", about, detail, fix, fixable, 0);
  }

  /** How bad it is. */
  public Severity severity() {
    return kind.severity();
  }
}
