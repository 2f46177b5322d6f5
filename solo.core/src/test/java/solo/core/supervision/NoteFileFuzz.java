package solo.core.supervision;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import solo.core.disk.SimDisk;
import solo.core.recovery.Suspects;

/** Any bytes as the notes of starts in flight: read, or refused; what is read can be rewritten. */
public final class NoteFileFuzz {
  private static final Path FILE = Path.of("/data/starts");

  private NoteFileFuzz() {}

  public static Map<String, byte[]> seeds() {
    String digest = "ab".repeat(32);
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put(
        "notes",
        "solo starts 1\ncount a/b %s 2\nbegin a/b %s\nbegin c/d %s\nend c/d\n"
            .formatted(digest, digest, digest)
            .getBytes(StandardCharsets.US_ASCII));
    seeds.put("torn", "solo starts 1\nbegin a/".getBytes(StandardCharsets.US_ASCII));
    return seeds;
  }

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    SimDisk disk = new SimDisk();
    disk.put(FILE, bytes);
    NoteFile notes = new NoteFile(disk, FILE);
    Suspects read;
    try {
      read = notes.read();
    } catch (IOException documented) {
      return;
    }
    notes.rewrite(read.byKey(), Map.of());
    Suspects again = new NoteFile(disk, FILE).read();
    if (!again.equals(read)) {
      throw new AssertionError(read + " is read back as " + again);
    }
  }
}
