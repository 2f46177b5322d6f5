package solo.eventstore.backup;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import solo.eventstore.backup.Manifest.Stored;
import solo.eventstore.codec.Json;
import solo.eventstore.codec.UndecodableException;

/**
 * The manifest as JSON; its fields in this order, {@code soloBackup} the format. Pure.
 *
 * <pre>
 * {"soloBackup":1,"solo":"0.1.0","instance":"…","lastId":9,"link":"…","lastTime":"…","created":"…",
 *  "files":[{"name":"events/00000000000000000001.log","bytes":16777216,"sha256":"…"}]}
 * </pre>
 */
final class ManifestFormat {
  /** The longest that is read. */
  static final int MOST = 64 << 20;

  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  private ManifestFormat() {}

  static byte[] encode(Manifest manifest) {
    return Json.write(0, out -> write(out, manifest));
  }

  private static void write(JsonWriter out, Manifest manifest) throws IOException {
    out.beginObject();
    out.name("soloBackup").value(Manifest.FORMAT);
    out.name("solo").value(manifest.solo());
    out.name("instance").value(manifest.instance().toString());
    out.name("lastId").value(manifest.lastId());
    out.name("link").value(manifest.link());
    out.name("lastTime").value(manifest.lastTime().toString());
    out.name("created").value(manifest.created().toString());
    out.name("files").beginArray();
    for (Stored file : manifest.files()) {
      out.beginObject();
      out.name("name").value(file.name());
      out.name("bytes").value(file.bytes());
      out.name("sha256").value(file.sha256());
      out.endObject();
    }
    out.endArray().endObject();
  }

  /**
   * Reads {@link #encode}'s bytes and checks every field.
   *
   * @throws RefusedException of a newer format, or for what no Solo writes
   */
  static Manifest decode(byte[] bytes) throws RefusedException {
    try {
      int format = Json.read(ByteBuffer.wrap(bytes), ManifestFormat::format);
      if (format > Manifest.FORMAT) {
        throw RefusedException.newer(format, Manifest.FORMAT);
      } else if (format < 1) {
        throw new UndecodableException("format " + format);
      }
      return Json.read(ByteBuffer.wrap(bytes), ManifestFormat::read);
    } catch (UndecodableException | IllegalArgumentException | DateTimeException e) {
      throw RefusedException.damaged(
          Names.MANIFEST, "it is not what Solo writes: " + e.getMessage());
    }
  }

  /** The rest of a newer format may be anything. */
  private static int format(JsonReader in) throws IOException, UndecodableException {
    in.beginObject();
    int format = (int) number(in, "soloBackup");
    while (in.hasNext()) {
      in.nextName();
      in.skipValue();
    }
    in.endObject();
    return format;
  }

  private static Manifest read(JsonReader in) throws IOException, UndecodableException {
    in.beginObject();
    number(in, "soloBackup");
    String solo = text(in, "solo");
    UUID instance = UUID.fromString(text(in, "instance"));
    long lastId = number(in, "lastId");
    String link = digest(text(in, "link"));
    Instant lastTime = Instant.parse(text(in, "lastTime"));
    Instant created = Instant.parse(text(in, "created"));
    expect(in, "files");
    List<Stored> files = files(in);
    in.endObject();
    if (lastId < 1) {
      throw new UndecodableException("lastId is " + lastId);
    }
    return new Manifest(solo, instance, lastId, link, lastTime, created, files);
  }

  private static List<Stored> files(JsonReader in) throws IOException, UndecodableException {
    List<Stored> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long total = 0;
    in.beginArray();
    while (in.hasNext()) {
      in.beginObject();
      String name = text(in, "name");
      long bytes = number(in, "bytes");
      String sha256 = digest(text(in, "sha256"));
      in.endObject();
      if (!Names.isKnown(name) || !names.add(name)) {
        throw new UndecodableException("a file of this name, or twice: " + name);
      } else if (Names.isArtifact(name) && !name.endsWith(sha256)) {
        throw new UndecodableException(name + " has the SHA-256 " + sha256);
      } else if (bytes < 0 || bytes > Long.MAX_VALUE - total) {
        throw new UndecodableException(name + " has " + bytes + " bytes");
      }
      total += bytes;
      files.add(new Stored(name, bytes, sha256));
    }
    in.endArray();
    return files;
  }

  private static String digest(String text) throws UndecodableException {
    if (!HEX.matcher(text).matches()) {
      throw new UndecodableException("64 hex digits expected, not " + text);
    }
    return text;
  }

  private static String text(JsonReader in, String name) throws IOException, UndecodableException {
    expect(in, name);
    return in.nextString();
  }

  private static long number(JsonReader in, String name) throws IOException, UndecodableException {
    expect(in, name);
    return in.nextLong();
  }

  private static void expect(JsonReader in, String name) throws IOException, UndecodableException {
    String found = in.nextName();
    if (!found.equals(name)) {
      throw new UndecodableException("the field " + name + " expected, not " + found);
    }
  }
}
