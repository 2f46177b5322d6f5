package solo.eventstore.folds;

import org.osgi.service.component.annotations.Component;
import solo.core.event.Payload;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/** The newest application of retention: ids that are missing before it were taken out. */
@Component(service = LogFoldFactory.class)
public final class RetentionFolds implements LogFoldFactory {

  /** By its name where there is no framework. */
  public RetentionFolds() {}

  @Override
  public String name() {
    return "retention";
  }

  @Override
  public LogFold begin() {
    return new KeptEvents(
        event -> event.payload() instanceof Payload.RetentionApplied ? "newest" : "");
  }
}
