package solo.core.testing;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicLong;
import org.osgi.service.log.Logger;

/** Loggers that say nothing. */
public final class Loggers {
  private Loggers() {}

  /** Says nothing, and counts the warnings. */
  public static Logger counting(AtomicLong warnings) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("warn")) {
                warnings.incrementAndGet();
              }
              return method.getReturnType() == boolean.class ? Boolean.FALSE : null;
            });
  }

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
