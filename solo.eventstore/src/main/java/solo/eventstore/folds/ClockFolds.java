package solo.eventstore.folds;

import org.osgi.service.component.annotations.Component;
import solo.core.event.Payload;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/** The newest leap that was accepted: the container's clock goes on from it. */
@Component(service = LogFoldFactory.class)
public final class ClockFolds implements LogFoldFactory {

  /** By its name where there is no framework. */
  public ClockFolds() {}

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public LogFold begin() {
    return new KeptEvents(
        event -> event.payload() instanceof Payload.ClockAccepted ? "newest" : "");
  }
}
