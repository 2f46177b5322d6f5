package solo.core.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import solo.core.tenant.Printable;

/**
 * One {@code <pid>.cfg}: Java properties in UTF-8, each key at most once.
 *
 * @param name of the file, for messages
 * @param pid the name without {@code .cfg}
 * @param entries key to value, without blanks around the value
 */
record ConfigFile(String name, String pid, Map<String, String> entries) {
  static final String SUFFIX = ".cfg";

  /**
   * Reads a file.
   *
   * @throws IOException when it cannot be read, is no UTF-8, or names a key twice or not at all;
   *     the message names the file
   */
  static ConfigFile read(Path file) throws IOException {
    String name = file.getFileName().toString();
    Map<String, String> entries = new TreeMap<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      new OnceOnly(entries).load(reader);
    } catch (CharacterCodingException e) {
      throw new IOException(quoted(name) + " is not UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(quoted(name) + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(quoted(name) + " cannot be read: " + e, e);
    }
    return new ConfigFile(
        name,
        name.substring(0, name.length() - SUFFIX.length()),
        Collections.unmodifiableMap(entries));
  }

  private static String quoted(String name) {
    return "etc/" + Printable.escape(name);
  }

  /**
   * Properties keep the last of two equal keys in silence, and Configuration Admin takes no keys
   * that differ in case only.
   */
  private static final class OnceOnly extends Properties {
    private static final long serialVersionUID = 1L;
    private final transient Map<String, String> entries;
    private final transient Set<String> lowerCase = new HashSet<>();

    OnceOnly(Map<String, String> entries) {
      this.entries = entries;
    }

    @Override
    public synchronized Object put(Object key, Object value) {
      String name = (String) key;
      String text = ((String) value).strip();
      if (name.isEmpty()) {
        throw new IllegalArgumentException("the value " + Printable.quote(text) + " has no key");
      }
      entries.put(name, text);
      if (!lowerCase.add(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("key " + Printable.quote(name) + " is there twice");
      }
      return null;
    }
  }
}
