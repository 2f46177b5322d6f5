package solo.eventstore.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text between a BEGIN and an END line, as OpenSSL writes and reads them. Pure. */
final class Pem {
  private static final int WIDTH = 64;

  private Pem() {}

  static String write(String what, byte[] der) {
    byte[] newline = {'\n'};
    String base64 = Base64.getMimeEncoder(WIDTH, newline).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, base64, what);
  }

  /** Every block of a kind, in order. */
  static List<byte[]> read(String what, byte[] file) throws IOException {
    String text = new String(file, StandardCharsets.ISO_8859_1);
    String block = "-----BEGIN %s-----([A-Za-z0-9+/=\\s]*)-----END %s-----".formatted(what, what);
    Matcher match = Pattern.compile(block).matcher(text);
    List<byte[]> found = new ArrayList<>();
    while (match.find()) {
      try {
        found.add(Base64.getMimeDecoder().decode(match.group(1)));
      } catch (IllegalArgumentException e) {
        throw new IOException("a block " + what + " is not Base64: " + e.getMessage(), e);
      }
    }
    return found;
  }
}
