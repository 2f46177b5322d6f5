package solo.core.directory;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;

/**
 * Remembers on which device each directory was, in {@code data/directory.properties}: the key is
 * {@code device.<tenant>}, {@code device.} for the deploy directory itself. An empty mount point is
 * on the device of its parent, so what was mounted there is not taken for removed. For one thread.
 */
final class Devices {
  private static final String PREFIX = "device.";

  private static final int MOST_BYTES = 1 << 20;

  private final Disk disk;
  private final Path file;
  private final boolean first;
  private Map<String, Long> known = new TreeMap<>();

  /**
   * Reads what an earlier process wrote; what cannot be understood is as if it were not there.
   *
   * @throws IOException when the file is there and cannot be read
   */
  Devices(Disk disk, Path data) throws IOException {
    this.disk = disk;
    file = data.resolve("directory.properties");
    Properties saved = new Properties();
    boolean found = true;
    try {
      byte[] bytes = AtomicFile.read(disk, file, MOST_BYTES);
      saved.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
    } catch (NoSuchFileException e) {
      found = false;
    } catch (IllegalArgumentException e) {
      saved.clear();
    }
    first = !found;
    for (String key : saved.stringPropertyNames()) {
      if (key.startsWith(PREFIX) && saved.getProperty(key).matches("\\d{1,18}")) {
        known.put(key.substring(PREFIX.length()), Long.valueOf(saved.getProperty(key)));
      }
    }
  }

  /** Whether no process before this one has seen the deploy directory. */
  boolean first() {
    return first;
  }

  /** A directory that is on another device than it was, empty where there is none. */
  Optional<String> moved(Map<String, Long> now) {
    return now.entrySet().stream()
        .filter(e -> known.containsKey(e.getKey()) && !known.get(e.getKey()).equals(e.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /**
   * Remembers these from now on. Durable, since a power cut that takes them would let the next
   * start believe an empty mount point.
   */
  void adopt(Map<String, Long> now) throws IOException {
    if (known.equals(now)) {
      return;
    }
    Properties properties = new Properties();
    now.forEach((name, device) -> properties.setProperty(PREFIX + name, device.toString()));
    StringWriter text = new StringWriter();
    properties.store(text, "The devices of the deploy directory; written by Solo");
    AtomicFile.write(disk, file, text.toString().getBytes(StandardCharsets.UTF_8));
    known = new TreeMap<>(now);
  }
}
