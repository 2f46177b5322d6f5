package solo.launcher;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * Signals. A shutdown hook sees those too that ask a process to end, but not which one, and a
 * second one would halt the JVM in the middle of the first one's work if it were handled by {@code
 * System.exit}.
 */
final class Signals {
  private static final List<String> ASK_TO_END = List.of("TERM", "INT", "HUP");

  private Signals() {}

  /**
   * From now on each that asks to end is handed over by name, such as {@code SIGTERM}, on a thread
   * of its own, any number of times. One that the parent process had ignored stays ignored.
   *
   * @return whether all are; with {@code -Xrs}, or where the JVM has no such handlers, none is
   */
  static boolean hook(Consumer<String> ask) {
    return hook(ASK_TO_END, ask);
  }

  /** From now on each change of the terminal's size is told, on a thread of its own. */
  static boolean hookResize(Runnable resized) {
    return hook(List.of("WINCH"), name -> resized.run());
  }

  /** With which status a shell sees a process end by a signal that asks it to. */
  static int status(String name) {
    return switch (name) {
      case "SIGHUP" -> 129;
      case "SIGINT" -> 130;
      default -> 143;
    };
  }

  private static boolean hook(List<String> names, Consumer<String> ask) {
    try {
      // Not part of Java SE: by reflection the compiler has nothing to warn of.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      for (String name : names) {
        Object proxy =
            Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, telling(name, ask));
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      }
      return true;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }

  private static InvocationHandler telling(String name, Consumer<String> ask) {
    return (proxy, method, arguments) -> {
      switch (method.getName()) {
        case "handle" -> ask.accept("SIG" + name);
        case "hashCode" -> {
          return name.hashCode();
        }
        case "equals" -> {
          return proxy == arguments[0];
        }
        default -> {
          return "handler of SIG" + name;
        }
      }
      return null;
    };
  }
}
