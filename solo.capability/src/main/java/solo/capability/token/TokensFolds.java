package solo.capability.token;

import org.osgi.service.component.annotations.Component;
import solo.core.fold.LogFold;
import solo.core.fold.LogFoldFactory;

/** What the log says of tokens, and of how often tenants may ask. */
@Component(service = LogFoldFactory.class)
public final class TokensFolds implements LogFoldFactory {

  /** By its name where there is no framework. */
  public TokensFolds() {}

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public LogFold begin() {
    return new TokensFold();
  }
}
