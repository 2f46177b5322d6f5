package solo.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Values that must not be found in any file: not as they are, not in hexadecimal, not in Base64
 * wherever its groups begin, and not as UTF-16.
 */
public final class Canaries {
  private final Map<String, String> forms = new TreeMap<>();

  /** Looks for a value from now on. */
  public Canaries watch(String name, byte[] value) {
    String hex = HexFormat.of().formatHex(value);
    add(name, "as it is", value);
    add(name, "hexadecimal", hex.getBytes(StandardCharsets.US_ASCII));
    add(name, "HEXADECIMAL", hex.toUpperCase().getBytes(StandardCharsets.US_ASCII));
    for (int shift = 0; shift < 3; shift++) {
      byte[] text = base64(value, shift);
      add(name, "Base64 shifted by " + shift, text);
      String safe = new String(text, StandardCharsets.US_ASCII).replace('+', '-').replace('/', '_');
      add(name, "Base64 of URLs shifted by " + shift, safe.getBytes(StandardCharsets.US_ASCII));
    }
    return this;
  }

  /** The same for a text, also as Java keeps it. */
  public Canaries watch(String name, String value) {
    add(name, "UTF-16", value.getBytes(StandardCharsets.UTF_16LE));
    return watch(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private void add(String name, String form, byte[] bytes) {
    forms.put(name + " " + form, latin(bytes));
  }

  /** Without the first and last digits, which depend on the neighbours. */
  private static byte[] base64(byte[] value, int shift) {
    byte[] shifted = new byte[shift + value.length];
    System.arraycopy(value, 0, shifted, shift, value.length);
    byte[] text = Base64.getEncoder().withoutPadding().encode(shifted);
    int first = shift == 0 ? 0 : shift + 1;
    int last = shifted.length / 3 * 4;
    return Arrays.copyOfRange(text, first, last);
  }

  /** Where which of them was found, in the files below a directory and their names. */
  public List<String> seenBelow(Path directory) {
    List<String> seen = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = file + "\n" + latin(Files.readAllBytes(file));
        forms.forEach(
            (form, text) -> {
              int at = content.indexOf(text);
              if (at >= 0) {
                seen.add("%s at %d: %s".formatted(file, at, form));
              }
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seen;
  }

  /** How many forms of values are looked for. */
  public int forms() {
    return forms.size();
  }

  /** One character a byte, so that the JDK's fast search finds bytes. */
  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
