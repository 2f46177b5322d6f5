package solo.eventstore.codec;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.Test;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

/** The formats as documented, and the bytes that this version once wrote. */
public class FormatsTest {
  private static final UUID BOOT = UUID.fromString("6f1d9a52-3c0e-4b8a-9d57-0a1b2c3d4e5f");
  private static final Path DOCUMENT = Path.of("..", "docs", "formats", "events.md");

  @Test
  public void theDocumentHasEveryTypeWithItsFields() throws IOException {
    List<String> documented =
        Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("- `")).toList();
    List<String> expected = new ArrayList<>();
    Payload.types().forEach((name, type) -> expected.add(line(name, type)));
    expected.add(line("ServiceSpec", ServiceSpec.class));
    expected.add(line("Found", Payload.VerificationCompleted.Found.class));
    expected.add(line("Line", Payload.RecoveryCompleted.Line.class));
    assertEquals(String.join("\n", expected), String.join("\n", documented));
  }

  private static String line(String name, Class<?> type) {
    String fields =
        Arrays.stream(type.getRecordComponents())
            .map(FormatsTest::field)
            .collect(Collectors.joining(", "));
    return "- `" + name + "`: " + fields;
  }

  private static String field(RecordComponent component) {
    Type type = component.getGenericType();
    String name =
        type instanceof ParameterizedType generic
            ? "list of " + ((Class<?>) generic.getActualTypeArguments()[0]).getSimpleName()
            : component.getType().getSimpleName().replace("String", "text");
    return component.getName() + " " + name;
  }

  /** One body a line, without the format byte, of each type in the order of the names. */
  @Test
  public void bodiesOfFormat1AreReadAndWrittenAsEver() throws IOException {
    List<String> golden = golden("bodies-1.txt");
    List<String> types = new ArrayList<>(Payload.types().keySet());
    types.remove("unreadable");
    assertEquals(types.size(), golden.size());
    for (int i = 0; i < golden.size(); i++) {
      byte[] body = ("\1" + golden.get(i)).getBytes(StandardCharsets.UTF_8);
      Event event = EventCodec.decode(i + 1, 0, body);
      assertEquals(types.get(i), event.type());
      assertEquals(sample(i), event.draft());
      assertEquals(BOOT, event.boot());
      String written = new String(EventCodec.encode(BOOT, event.draft()), StandardCharsets.UTF_8);
      assertEquals("\1" + golden.get(i), written);
    }
  }

  private static EventDraft sample(int index) {
    List<Class<? extends Payload>> types = new ArrayList<>(Payload.types().values());
    types.remove(Payload.Unreadable.class);
    Payload payload = (Payload) new Samples().record(types.get(index));
    return new EventDraft("default", "hello", "owner:alice", "why\n\u202e", index, payload);
  }

  static List<String> golden(String name) throws IOException {
    try (InputStream in = FormatsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** Records whose fields count up. */
  private static final class Samples {
    private int next = 1;

    private Record record(Class<?> type) {
      if (type == ServiceSpec.class) {
        return new ServiceSpec(
            "bundle",
            "0a".repeat(32),
            next++,
            "com.example",
            "1.2.3",
            "shell:/x",
            5,
            60_000,
            5_000,
            5_000);
      }
      Object[] values =
          RecordShape.of(type).fields().stream().map(field -> value(field.form())).toArray();
      try {
        return (Record) RecordShape.of(type).create(values);
      } catch (UndecodableException e) {
        throw new IllegalStateException(e);
      }
    }

    private Object value(RecordShape.Form form) {
      return switch (form.kind()) {
        case TEXT -> "text " + next++;
        case LONG -> (long) next++;
        case INT -> next++;
        case BOOLEAN -> true;
        case ENUM -> form.type().getEnumConstants()[0];
        case RECORD -> record(form.type());
        case OPTIONAL -> java.util.Optional.of(value(form.element()));
        case LIST -> List.of(value(form.element()), value(form.element()));
      };
    }
  }
}
