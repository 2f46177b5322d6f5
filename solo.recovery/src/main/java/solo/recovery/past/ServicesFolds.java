package solo.recovery.past;

import org.osgi.service.component.annotations.Component;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/** What the log says of services, and of how the container stopped. */
@Component(service = LogFoldFactory.class)
public final class ServicesFolds implements LogFoldFactory {
  static final String NAME = "services";

  /** By its name where there is no framework. */
  public ServicesFolds() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public LogFold begin() {
    return new ServicesFold();
  }
}
