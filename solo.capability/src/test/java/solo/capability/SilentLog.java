package solo.capability;

import java.lang.reflect.Proxy;
import org.osgi.service.log.Logger;

/** A logger that nobody reads. */
public final class SilentLog {
  private SilentLog() {}

  /** One. */
  public static Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) ->
                method.getReturnType() == boolean.class ? Boolean.FALSE : null);
  }
}
