package solo.core.testing;

import java.lang.reflect.Proxy;
import org.osgi.service.log.Logger;

/** Loggers that say nothing. */
public final class Loggers {
  private Loggers() {}

  /** Says nothing, and answers false when asked whether it would. */
  public static Logger silent() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) ->
                method.getReturnType() == boolean.class ? Boolean.FALSE : null);
  }
}
