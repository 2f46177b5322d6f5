package solo.eventstore.folds;

import org.osgi.service.component.annotations.Component;
import solo.core.event.Payload;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/** Every loss that was accepted: an id that is missing in it is no damage. */
@Component(service = LogFoldFactory.class)
public final class LossFolds implements LogFoldFactory {

  /** By its name where there is no framework. */
  public LossFolds() {}

  @Override
  public String name() {
    return "losses";
  }

  @Override
  public LogFold begin() {
    return new KeptEvents(
        event -> event.payload() instanceof Payload.DataLossAccepted ? "" + event.id() : "");
  }
}
