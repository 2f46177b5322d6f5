package solo.eventstore.codec;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@link RecordWriter} wrote, and what an older or newer version wrote: a field it does
 * not know is passed over, one that is missing is 0, false, "", an empty list, an empty optional,
 * or a record of such. How deep the input nests is bounded by the reader, how deep this recurses by
 * the record's type. Pure.
 */
public final class RecordReader {
  private RecordReader() {}

  /**
   * Reads one record.
   *
   * @throws UndecodableException when a field has another type than the record's, stands twice, is
   *     a constant without a value, or is refused by the record's constructor
   * @throws IOException when it is not JSON
   */
  public static <T extends Record> T read(JsonReader in, Class<T> type)
      throws IOException, UndecodableException {
    RecordShape shape = RecordShape.of(type);
    Object[] values = new Object[shape.fields().size()];
    expect(in, JsonToken.BEGIN_OBJECT, type.getSimpleName());
    in.beginObject();
    while (in.hasNext()) {
      RecordShape.Field field = shape.field(in.nextName());
      if (field == null || in.peek() == JsonToken.NULL) {
        in.skipValue();
        continue;
      }
      String where = type.getSimpleName() + "." + field.name();
      if (values[field.index()] != null) {
        throw new UndecodableException(where + " stands twice");
      }
      values[field.index()] = value(in, field.form(), where);
    }
    in.endObject();
    return type.cast(filled(shape, values, type.getSimpleName()));
  }

  private static Object filled(RecordShape shape, Object[] values, String where)
      throws UndecodableException {
    for (RecordShape.Field field : shape.fields()) {
      if (values[field.index()] == null) {
        values[field.index()] = missing(field.form(), where + "." + field.name());
      }
    }
    return shape.create(values);
  }

  private static Object missing(RecordShape.Form form, String where) throws UndecodableException {
    return switch (form.kind()) {
      case TEXT -> "";
      case LONG -> 0L;
      case INT -> 0;
      case BOOLEAN -> false;
      case OPTIONAL -> Optional.empty();
      case LIST -> List.of();
      case ENUM -> throw new UndecodableException(where + " is missing");
      case RECORD -> {
        RecordShape shape = RecordShape.of(form.type());
        yield filled(shape, new Object[shape.fields().size()], where);
      }
    };
  }

  private static Object value(JsonReader in, RecordShape.Form form, String where)
      throws IOException, UndecodableException {
    return switch (form.kind()) {
      case TEXT -> text(in, where);
      case LONG -> number(in, where, Long.MIN_VALUE, Long.MAX_VALUE);
      case INT -> (int) number(in, where, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BOOLEAN -> truth(in, where);
      case ENUM -> constant(text(in, where), form.type(), where);
      case RECORD -> read(in, form.type().asSubclass(Record.class));
      case OPTIONAL -> Optional.of(value(in, form.element(), where));
      case LIST -> list(in, form.element(), where);
    };
  }

  private static String text(JsonReader in, String where) throws IOException, UndecodableException {
    expect(in, JsonToken.STRING, where);
    return in.nextString();
  }

  private static boolean truth(JsonReader in, String where)
      throws IOException, UndecodableException {
    expect(in, JsonToken.BOOLEAN, where);
    return in.nextBoolean();
  }

  private static long number(JsonReader in, String where, long least, long most)
      throws IOException, UndecodableException {
    expect(in, JsonToken.NUMBER, where);
    String digits = in.nextString();
    try {
      long number = Long.parseLong(digits);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new UndecodableException(
        "%s: expected a whole number of %d to %d, found %s".formatted(where, least, most, digits));
  }

  private static Object constant(String name, Class<?> type, String where)
      throws UndecodableException {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    throw new UndecodableException(where + " has no value " + name);
  }

  private static List<Object> list(JsonReader in, RecordShape.Form element, String where)
      throws IOException, UndecodableException {
    expect(in, JsonToken.BEGIN_ARRAY, where);
    List<Object> list = new ArrayList<>();
    in.beginArray();
    while (in.hasNext()) {
      list.add(value(in, element, where));
    }
    in.endArray();
    return List.copyOf(list);
  }

  private static void expect(JsonReader in, JsonToken token, String where)
      throws IOException, UndecodableException {
    JsonToken found = in.peek();
    if (found != token) {
      throw new UndecodableException(where + ": expected " + token + ", found " + found);
    }
  }
}
