package solo.core.recovery;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import solo.core.tenant.ServiceKey;

/**
 * The services whose start was under way when the process last died.
 *
 * @param byKey one note a service
 */
@ProviderType
public record Suspects(Map<ServiceKey, Note> byKey) {

  /** So many deaths with it as the only suspect quarantine a service. */
  public static final int DEATHS_TO_QUARANTINE = 3;

  /** Nothing was under way. */
  public static final Suspects NONE = new Suspects(Map.of());

  /**
   * What is known of one suspect.
   *
   * @param digest of the code that was starting
   * @param deaths how often the process died with this start as the only one under way
   */
  public record Note(String digest, int deaths) {}

  /** Copies the map. */
  public Suspects {
    byKey = Map.copyOf(byKey);
  }
}
