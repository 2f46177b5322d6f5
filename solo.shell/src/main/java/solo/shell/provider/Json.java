package solo.shell.provider;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import solo.core.tenant.Printable;

/** An answer, or a part of one, as JSON on one line. */
final class Json {
  private Json() {}

  /** An array of objects for rows, an object for a document or a row. */
  static String of(Object answer) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      write(json, answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return safe(text.toString());
  }

  private static void write(JsonWriter json, Object value) throws IOException {
    if (value == null) {
      json.nullValue();
    } else if (value instanceof Map<?, ?> fields) {
      json.beginObject();
      for (Map.Entry<?, ?> field : fields.entrySet()) {
        json.name((String) field.getKey());
        write(json, field.getValue());
      }
      json.endObject();
    } else if (value instanceof List<?> rows) {
      json.beginArray();
      for (Object row : rows) {
        write(json, row);
      }
      json.endArray();
    } else if (value instanceof Number number) {
      json.value(number);
    } else if (value instanceof Boolean bool) {
      json.value(bool);
    } else {
      json.value(value.toString());
    }
  }

  /**
   * JSON allows characters that move a cursor or turn the direction of writing (C1, bidi). Outside
   * ASCII they can only stand in a string, where {@link Printable}'s form is JSON's own escape.
   */
  private static String safe(String json) {
    StringBuilder out = new StringBuilder(json.length());
    json.codePoints()
        .forEach(
            c -> {
              if (c == '\\') {
                out.append('\\');
              } else {
                out.append(Printable.escape(Character.toString(c)));
              }
            });
    return out.toString();
  }
}
