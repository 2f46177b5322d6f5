package solo.eventstore.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A record class as the codec sees it: its components in order, and its constructor. */
final class RecordShape {

  /** How a component is written. */
  enum Kind {
    TEXT,
    LONG,
    INT,
    BOOLEAN,
    ENUM,
    RECORD,
    OPTIONAL,
    LIST
  }

  /** A type that can be written; {@code element} is what an optional or a list holds, else null. */
  record Form(Kind kind, Class<?> type, Form element) {}

  /** One component. */
  record Field(int index, String name, Form form, Method accessor) {}

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  private final Class<?> type;
  private final Constructor<?> constructor;
  private final List<Field> fields;
  private final Map<String, Field> byName = new HashMap<>();

  private RecordShape(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] parameters = new Class<?>[components.length];
    Field[] all = new Field[components.length];
    for (int i = 0; i < components.length; i++) {
      parameters[i] = components[i].getType();
      Method accessor = components[i].getAccessor();
      accessor.setAccessible(true);
      String name = components[i].getName();
      Form form = form(components[i].getGenericType(), type.getSimpleName() + "." + name);
      all[i] = new Field(i, name, form, accessor);
      byName.put(name, all[i]);
    }
    fields = List.of(all);
    try {
      constructor = type.getDeclaredConstructor(parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
    constructor.setAccessible(true);
  }

  /**
   * The shape of a record class.
   *
   * @throws IllegalArgumentException when a component has a type that is not written
   */
  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  List<Field> fields() {
    return fields;
  }

  /** The field of a name, null where there is none. */
  Field field(String name) {
    return byName.get(name);
  }

  Object value(Field field, Object of) {
    try {
      return field.accessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getSimpleName() + "." + field.name(), e);
    }
  }

  Object create(Object[] values) throws UndecodableException {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw new UndecodableException(
          type.getSimpleName() + ": " + e.getCause().getMessage(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getSimpleName(), e);
    }
  }

  private static Form form(Type type, String where) {
    if (type instanceof ParameterizedType generic) {
      Form element = form(generic.getActualTypeArguments()[0], where);
      if (generic.getRawType() == Optional.class) {
        return new Form(Kind.OPTIONAL, Optional.class, element);
      } else if (generic.getRawType() == List.class) {
        return new Form(Kind.LIST, List.class, element);
      }
    } else if (type instanceof Class<?> plain) {
      Kind kind = kind(plain);
      if (kind != null) {
        return new Form(kind, plain, null);
      }
    }
    throw new IllegalArgumentException(where + " has type " + type + ", which is not written");
  }

  private static Kind kind(Class<?> type) {
    if (type == String.class) {
      return Kind.TEXT;
    } else if (type == long.class) {
      return Kind.LONG;
    } else if (type == int.class) {
      return Kind.INT;
    } else if (type == boolean.class) {
      return Kind.BOOLEAN;
    } else if (type.isEnum()) {
      return Kind.ENUM;
    }
    return type.isRecord() ? Kind.RECORD : null;
  }
}
