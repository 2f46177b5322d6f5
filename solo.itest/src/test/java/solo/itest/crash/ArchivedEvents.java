package solo.itest.crash;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The events in the archives of retention, as the pages on their formats say that they are to be
 * read, in the words in which the container shows events. It shares no code with the container.
 */
record ArchivedEvents(Path directory) {
  private static final int MAGIC = 0x534a524e;
  private static final int HEADER = 4096;
  private static final int RECORD = 96;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  /** Those after an id, oldest first. */
  List<JsonObject> after(long id) {
    List<JsonObject> events = new ArrayList<>();
    try {
      List<Path> files = files();
      for (int i = 0; i < files.size(); i++) {
        if (i + 1 == files.size() || firstId(files.get(i + 1)) > id + 1) {
          read(files.get(i), events);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    events.removeIf(event -> Told.number(event, "id") <= id);
    return events;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".log.gz")).sorted().toList();
    }
  }

  private static long firstId(Path file) {
    return Long.parseLong(file.getFileName().toString().replace(".log.gz", ""));
  }

  private static void read(Path file, List<JsonObject> events) throws IOException {
    ByteBuffer segment;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      segment = ByteBuffer.wrap(in.readAllBytes());
    }
    int at = HEADER;
    while (at + RECORD <= segment.capacity() && segment.getInt(at) == MAGIC) {
      int length = segment.getInt(at + 4);
      if (segment.getInt(at + 12) == 1) {
        byte[] body = new byte[length - 1];
        segment.get(at + RECORD + 1, body);
        events.add(row(segment.getLong(at + 40), segment.getLong(at + 56), body));
      }
      at += RECORD + (length + 7 & ~7);
    }
  }

  private static JsonObject row(long id, long timeMs, byte[] body) {
    JsonObject event =
        JsonParser.parseString(new String(body, StandardCharsets.UTF_8)).getAsJsonObject();
    JsonObject payload = event.remove("payload").getAsJsonObject();
    event.addProperty("id", id);
    event.addProperty("time", TIME.format(Instant.ofEpochMilli(timeMs)));
    event.add("service", event.remove("subject"));
    flatten(payload, event);
    return event;
  }

  private static void flatten(JsonObject payload, JsonObject event) {
    for (Map.Entry<String, JsonElement> field : payload.entrySet()) {
      JsonElement value = field.getValue();
      if (value.isJsonObject()) {
        flatten(value.getAsJsonObject(), event);
      } else if (value.isJsonArray()) {
        event.addProperty(field.getKey(), value.getAsJsonArray().size());
      } else if (field.getKey().equals("ciphertext")) {
        event.addProperty(field.getKey(), Base64.getDecoder().decode(value.getAsString()).length);
      } else {
        event.add(field.getKey(), value);
      }
    }
  }
}
