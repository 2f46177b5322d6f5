package solo.core.config;

import java.util.function.Function;
import org.osgi.service.metatype.AttributeDefinition;

/** The types a value of a configuration file can have, by their numbers in Metatype. */
enum ConfigValue {
  STRING(AttributeDefinition.STRING, s -> s),
  LONG(AttributeDefinition.LONG, Long::valueOf),
  INTEGER(AttributeDefinition.INTEGER, Integer::valueOf),
  DOUBLE(AttributeDefinition.DOUBLE, Double::valueOf),
  BOOLEAN(AttributeDefinition.BOOLEAN, ConfigValue::bool);

  private final int type;
  private final Function<String, Object> read;

  ConfigValue(int type, Function<String, Object> read) {
    this.type = type;
    this.read = read;
  }

  /**
   * The text as a value of the type.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Object read(int type, String text) {
    for (ConfigValue candidate : values()) {
      if (candidate.type == type) {
        return candidate.read.apply(text);
      }
    }
    throw new IllegalArgumentException("values of type " + type + " cannot be configured");
  }

  /** Metatype takes every word that is not {@code true} for false; a slip must not pass. */
  private static Boolean bool(String text) {
    return switch (text) {
      case "true" -> Boolean.TRUE;
      case "false" -> Boolean.FALSE;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }
}
