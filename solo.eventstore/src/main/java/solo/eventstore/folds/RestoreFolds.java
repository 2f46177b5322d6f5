package solo.eventstore.folds;

import org.osgi.service.component.annotations.Component;
import solo.core.event.Payload;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/** Every restore: where the log comes from another one. */
@Component(service = LogFoldFactory.class)
public final class RestoreFolds implements LogFoldFactory {

  /** By its name where there is no framework. */
  public RestoreFolds() {}

  @Override
  public String name() {
    return "restores";
  }

  @Override
  public LogFold begin() {
    return new KeptEvents(
        event -> event.payload() instanceof Payload.BackupRestored ? "" + event.id() : "");
  }
}
