package waiting.components;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Throws as it is activated. */
@Component(service = Throwing.class, immediate = true)
public final class Throwing {

  @Activate
  public Throwing() {
    throw new IllegalStateException("no luck today");
  }
}
