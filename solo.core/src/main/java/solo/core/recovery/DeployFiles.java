package solo.core.recovery;

import java.util.Map;
import solo.core.tenant.ServiceKey;

/**
 * What lies complete and at rest in the deploy directory.
 *
 * @param trusted whether absence means removal; false while the directory is not scanned yet,
 *     missing, unreadable, or on another device than before
 * @param digests SHA-256 of the content, by the service that the file names
 */
public record DeployFiles(boolean trusted, Map<ServiceKey, String> digests) {

  /** Nothing is known of the directory. */
  public static final DeployFiles UNSEEN = new DeployFiles(false, Map.of());

  /** Copies the map. */
  public DeployFiles {
    digests = Map.copyOf(digests);
  }
}
