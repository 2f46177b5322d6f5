package solo.capability.vault;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.capability.Caller;
import solo.core.tenant.ServiceKey;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretValue;

/** Reads for services, which the deploy has authorised. */
@Component
public final class ConsumedSecrets implements ServiceVault {
  private static final Caller SELF = Caller.system("secrets");

  private final SecretReading reading;

  /** The secrets of a room. */
  @Activate
  public ConsumedSecrets(@Reference VaultRoom room) {
    reading = new SecretReading(room);
  }

  @Override
  public SecretValue read(ServiceKey consumer, String name) {
    SecretKey key = new SecretKey(consumer.tenant(), name);
    return reading.read(new SecretReading.Reader(key, SELF, consumer.service()), 0);
  }
}
