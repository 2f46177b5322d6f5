package solo.eventstore.provider;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.osgi.service.log.Logger;

/** A logger that keeps what it is told: level, format and arguments. */
public final class LoggedLines {
  private LoggedLines() {}

  /** A logger that adds to a list. */
  public static Logger into(List<String> lines) {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              lines.add(method.getName() + " " + Arrays.deepToString(arguments));
              return null;
            });
  }
}
