package solo.eventstore.folds;

import java.util.Set;
import org.osgi.service.component.annotations.Component;
import solo.core.event.Payload;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/**
 * The newest of each type that is looked up by its type: what the last verify found, so that
 * nothing is told twice; the last recovery; how the last process began and ended; when the vault
 * was last sealed and unsealed.
 */
@Component(service = LogFoldFactory.class)
public final class LastFolds implements LogFoldFactory {
  private static final Set<Class<? extends Payload>> TYPES =
      Set.of(
          Payload.RecoveryCompleted.class,
          Payload.SystemStarted.class,
          Payload.SystemShutdownComplete.class,
          Payload.VaultSealed.class,
          Payload.VaultUnsealed.class);

  /** By its name where there is no framework. */
  public LastFolds() {}

  @Override
  public String name() {
    return "last";
  }

  @Override
  public LogFold begin() {
    return new KeptEvents(
        event -> {
          if (event.payload() instanceof Payload.VerificationCompleted verified) {
            return event.type() + " " + verified.depth();
          }
          return TYPES.contains(event.payload().getClass()) ? event.type() : "";
        });
  }
}
