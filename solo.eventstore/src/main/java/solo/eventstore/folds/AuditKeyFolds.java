package solo.eventstore.folds;

import org.osgi.service.component.annotations.Component;
import solo.core.event.Payload;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/** Every key that heads were signed by. */
@Component(service = LogFoldFactory.class)
public final class AuditKeyFolds implements LogFoldFactory {

  /** By its name where there is no framework. */
  public AuditKeyFolds() {}

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public LogFold begin() {
    return new KeptEvents(
        event -> event.payload() instanceof Payload.AuditKeyChanged ? "" + event.id() : "");
  }
}
