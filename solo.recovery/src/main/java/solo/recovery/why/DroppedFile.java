package solo.recovery.why;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import solo.core.tenant.ServiceKey;

/**
 * The receipt of a file in the deploy directory, in the form that docs/deploy-directory.md gives.
 */
final class DroppedFile {
  private static final Pattern FIELD =
      Pattern.compile("\"(file|state|reason)\": \"((?:[^\"\\\\]|\\\\.)*)\"");

  private DroppedFile() {}

  /** Empty where there is none, or it cannot be read: it is derived and says nothing new. */
  static Optional<Facts.Dropped> of(Path data, ServiceKey key) {
    Path receipt = data.resolve("receipts").resolve(key.tenant()).resolve(key.service() + ".json");
    try {
      return parse(Files.readString(receipt));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static Optional<Facts.Dropped> parse(String json) {
    String file = "";
    String state = "";
    String reason = "";
    Matcher field = FIELD.matcher(json);
    while (field.find()) {
      String value = field.group(2).replaceAll("\\\\([\"\\\\])", "$1");
      switch (field.group(1)) {
        case "file" -> file = value;
        case "state" -> state = value;
        default -> reason = value;
      }
    }
    return file.isEmpty() || state.isEmpty()
        ? Optional.empty()
        : Optional.of(new Facts.Dropped(file, state, reason));
  }
}
