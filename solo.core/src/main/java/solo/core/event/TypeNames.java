package solo.core.event;

import java.util.Locale;

/** The names of types: each is made once, since every event that is read asks for its own. */
final class TypeNames extends ClassValue<String> {
  private static final TypeNames ALL = new TypeNames();

  private TypeNames() {}

  /** The name of a type. */
  static String of(Class<?> type) {
    return ALL.get(type);
  }

  @Override
  protected String computeValue(Class<?> type) {
    return type.getSimpleName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }
}
