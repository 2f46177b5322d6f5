package solo.capability.vault;

import org.osgi.service.component.annotations.Component;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/** What the log says of secrets and their keys. */
@Component(service = LogFoldFactory.class)
public final class SecretsFolds implements LogFoldFactory {

  /** By its name where there is no framework. */
  public SecretsFolds() {}

  @Override
  public String name() {
    return "secrets";
  }

  @Override
  public LogFold begin() {
    return new SecretsFold();
  }
}
