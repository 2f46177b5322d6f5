package solo.capability.access;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.ServiceException;
import solo.core.capability.AccessDeniedException;

/** What a call of the object that was handed out goes through. Safe for use by many threads. */
final class Passage implements InvocationHandler {
  private final Class<?> type;
  private final Right right;
  private final Target target;
  private final Calls calls;
  private final WrongOperations wrong;
  private final BooleanSupplier closed;
  private final Set<Method> methods;

  /** Opens to nothing but the methods of the type. */
  Passage(
      Class<?> type,
      Right right,
      Target target,
      Calls calls,
      WrongOperations wrong,
      BooleanSupplier closed) {
    this.type = type;
    this.right = right;
    this.target = target;
    this.calls = calls;
    this.wrong = wrong;
    this.closed = closed;
    methods =
        Stream.of(type.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    if (closed.getAsBoolean()) {
      throw new ServiceException(
          "Solo's own bundles were restarted: open it again", ServiceException.UNREGISTERED);
    }
    right.use();
    // Who has the handler can hand it any method.
    if (!methods.contains(method) || !right.grants(method.getName())) {
      wrong.tell(right, method.getName());
      throw AccessDeniedException.token();
    }
    return calls.call(right, () -> run(method, arguments));
  }

  private Object run(Method method, Object[] arguments) throws Exception {
    try {
      return method.invoke(target.find(), arguments);
    } catch (InvocationTargetException e) {
      throw Passage.<RuntimeException>unwrapped(e.getCause());
    }
  }

  /** What the target threw, be it declared or not. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T unwrapped(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private Object ofObject(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "%s by %s".formatted(type.getName(), right.caller().actor());
      default -> throw AccessDeniedException.token();
    };
  }
}
