package benchmarks;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.util.Arrays;

/** Makes components as the component runtime would: by their constructor, with default settings. */
final class Parts {
  private Parts() {}

  /**
   * Makes one.
   *
   * @param services what its references are; what it asks for besides says and does nothing
   */
  static <T> T make(Class<T> component, Object... services) throws ReflectiveOperationException {
    Constructor<?> constructor = component.getConstructors()[0];
    Object[] arguments =
        Arrays.stream(constructor.getParameterTypes())
            .map(type -> argument(type, services))
            .toArray();
    return component.cast(constructor.newInstance(arguments));
  }

  private static Object argument(Class<?> type, Object[] services) {
    for (Object service : services) {
      if (type.isInstance(service)) {
        return service;
      }
    }
    return silent(type);
  }

  /** What it answers with is as silent. */
  private static Object silent(Class<?> type) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, ignored) ->
            Annotation.class.isAssignableFrom(type)
                ? method.getDefaultValue()
                : answer(method.getReturnType()));
  }

  private static Object answer(Class<?> type) {
    if (type == boolean.class) {
      return false;
    }
    boolean ours = type.isInterface() && type.getClassLoader() != null;
    return ours ? silent(type) : null;
  }
}
