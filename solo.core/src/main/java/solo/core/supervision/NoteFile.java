package solo.core.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.recovery.Suspects;
import solo.core.tenant.ServiceKey;

/**
 * Starts in flight, one line a note, appended without force: it outlives the process, which is all
 * that a suspect needs.
 *
 * <pre>
 * solo starts 1
 * count &lt;tenant&gt;/&lt;service&gt; &lt;sha256&gt; &lt;deaths&gt;     carried over from earlier deaths
 * begin &lt;tenant&gt;/&lt;service&gt; &lt;sha256&gt;
 * end &lt;tenant&gt;/&lt;service&gt;                        also clears its count
 * </pre>
 *
 * A last line without its newline was being written at the death and is not read. Not safe for use
 * by many threads.
 */
final class NoteFile {
  private static final String HEADER = "solo starts 1";
  private static final int MAX_BYTES = 16 * 1024 * 1024;
  private static final long REWRITE_BYTES = 256 * 1024;
  private static final Pattern LINE =
      Pattern.compile(
          "(?:(count) (\\S+) ([0-9a-f]{64}) (\\d{1,9}))|(?:(begin) (\\S+) ([0-9a-f]{64}))|(?:(end) (\\S+))");

  private final Disk disk;
  private final Path path;
  private DiskFile out;
  private long end;
  private long bytes;

  NoteFile(Disk disk, Path path) {
    this.disk = disk;
    this.path = path;
  }

  /**
   * The suspects of the process that wrote it; none when there is no file.
   *
   * @throws IOException when it cannot be read or holds anything else
   */
  Suspects read() throws IOException {
    if (!disk.exists(path)) {
      return Suspects.NONE;
    }
    String text = new String(AtomicFile.read(disk, path, MAX_BYTES), StandardCharsets.UTF_8);
    String[] lines = text.substring(0, Math.max(text.lastIndexOf('\n'), 0)).split("\n", -1);
    if (!lines[0].equals(HEADER)) {
      throw new IOException("it does not begin with '" + HEADER + "'");
    }
    Map<ServiceKey, Suspects.Note> counts = new HashMap<>();
    Map<ServiceKey, String> inFlight = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      apply(lines[i], i + 1, counts, inFlight);
    }
    return new Suspects(blame(counts, inFlight));
  }

  private static void apply(
      String line, int number, Map<ServiceKey, Suspects.Note> counts, Map<ServiceKey, String> open)
      throws IOException {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) {
      throw new IOException("line " + number + " is no start note");
    }
    try {
      if (m.group(1) != null) {
        counts.put(
            ServiceKey.parse(m.group(2)),
            new Suspects.Note(m.group(3), Integer.parseInt(m.group(4))));
      } else if (m.group(5) != null) {
        open.put(ServiceKey.parse(m.group(6)), m.group(7));
      } else {
        ServiceKey key = ServiceKey.parse(m.group(9));
        open.remove(key);
        counts.remove(key);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("line " + number + " names no service", e);
    }
  }

  /** Only where one start alone was under way is it known who took the process down. */
  private static Map<ServiceKey, Suspects.Note> blame(
      Map<ServiceKey, Suspects.Note> counts, Map<ServiceKey, String> inFlight) {
    Map<ServiceKey, Suspects.Note> suspects = new HashMap<>(counts);
    inFlight.forEach(
        (key, digest) -> {
          Suspects.Note before = counts.get(key);
          int deaths = before != null && before.digest().equals(digest) ? before.deaths() : 0;
          suspects.put(key, new Suspects.Note(digest, inFlight.size() == 1 ? deaths + 1 : deaths));
        });
    return suspects;
  }

  void begin(ServiceKey key, String digest) throws IOException {
    append("begin " + key + " " + digest + "\n");
  }

  void end(ServiceKey key) throws IOException {
    append("end " + key + "\n");
  }

  /** Whether most of it is history. */
  boolean isDueForRewrite() {
    return bytes > REWRITE_BYTES;
  }

  /** Replaces it by what still matters; a death in between leaves the old or the new one. */
  void rewrite(Map<ServiceKey, Suspects.Note> counts, Map<ServiceKey, String> inFlight)
      throws IOException {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    counts.forEach(
        (key, note) ->
            text.append("count %s %s %d\n".formatted(key, note.digest(), note.deaths())));
    inFlight.forEach((key, digest) -> text.append("begin " + key + " " + digest + "\n"));
    close();
    AtomicFile.replace(disk, path, text.toString().getBytes(StandardCharsets.UTF_8));
    bytes = text.length();
  }

  void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }

  private void append(String line) throws IOException {
    if (out == null) {
      out = disk.exists(path) ? disk.open(path) : disk.create(path);
      end = out.size();
    }
    byte[] encoded = line.getBytes(StandardCharsets.UTF_8);
    out.write(end, encoded, 0, encoded.length);
    end += encoded.length;
    bytes += encoded.length;
  }
}
