package solo.eventstore.codec;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Writes records as JSON objects: a component is a field of its name, an empty optional is left
 * out. Pure.
 */
public final class RecordWriter {
  private RecordWriter() {}

  /**
   * Writes one record.
   *
   * @throws IllegalArgumentException when a component is null or has a type that is not written
   */
  public static void write(JsonWriter out, Record value) throws IOException {
    RecordShape shape = RecordShape.of(value.getClass());
    out.beginObject();
    for (RecordShape.Field field : shape.fields()) {
      Object content = shape.value(field, value);
      if (content instanceof Optional<?> optional && optional.isEmpty()) {
        continue;
      }
      if (content == null) {
        throw new IllegalArgumentException(
            value.getClass().getSimpleName() + "." + field.name() + " is null");
      }
      out.name(field.name());
      writeValue(out, content);
    }
    out.endObject();
  }

  private static void writeValue(JsonWriter out, Object content) throws IOException {
    if (content instanceof String text) {
      out.value(text);
    } else if (content instanceof Number number) {
      out.value(number.longValue());
    } else if (content instanceof Boolean truth) {
      out.value(truth.booleanValue());
    } else if (content instanceof Enum<?> constant) {
      out.value(constant.name());
    } else if (content instanceof Optional<?> optional) {
      writeValue(out, optional.orElseThrow());
    } else if (content instanceof List<?> list) {
      out.beginArray();
      for (Object element : list) {
        writeValue(out, element);
      }
      out.endArray();
    } else {
      write(out, (Record) content);
    }
  }
}
