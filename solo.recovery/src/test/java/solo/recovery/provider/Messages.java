package solo.recovery.provider;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.log.Logger;

/** Keeps what is logged: the level, the format, then the arguments. */
public final class Messages {
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Messages.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              Object[] given = arguments == null ? new Object[0] : arguments;
              lines.add(method.getName() + " " + Arrays.deepToString(given));
              return method.getReturnType() == boolean.class ? Boolean.TRUE : null;
            });
  }

  public boolean hold(String level, String text) {
    return lines.stream().anyMatch(l -> l.startsWith(level + " ") && l.contains(text));
  }

  public long count(String text) {
    return lines.stream().filter(l -> l.contains(text)).count();
  }
}
