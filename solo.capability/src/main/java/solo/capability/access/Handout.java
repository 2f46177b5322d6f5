package solo.capability.access;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Objects of an interface whose class the interface's own loader defines, with a handler whose
 * class is Java's own: from neither a way leads to a bundle of Solo's.
 */
final class Handout {
  private static final MethodHandle INVOKE = invoke();

  private Handout() {}

  private static MethodHandle invoke() {
    try {
      return MethodHandles.lookup()
          .findVirtual(
              InvocationHandler.class,
              "invoke",
              MethodType.methodType(Object.class, Object.class, Method.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /**
   * A new object.
   *
   * @throws IllegalArgumentException when the type is no public interface that anybody may have
   */
  static <T> T of(Class<T> type, InvocationHandler handler) {
    InvocationHandler plain = plain(handler);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, plain));
  }

  /** Java defines its class in the context's loader, where there is one. */
  private static InvocationHandler plain(InvocationHandler handler) {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    thread.setContextClassLoader(null);
    try {
      return MethodHandleProxies.asInterfaceInstance(
          InvocationHandler.class, INVOKE.bindTo(handler));
    } finally {
      thread.setContextClassLoader(context);
    }
  }
}
