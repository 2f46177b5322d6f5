package solo.eventstore.fsck;

import java.lang.reflect.Proxy;
import org.osgi.service.log.Logger;

/** A logger for parts that ask for one: what they find is a finding here. */
final class SilentLog {
  private SilentLog() {}

  static Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) ->
                method.getReturnType() == boolean.class ? Boolean.FALSE : null);
  }
}
