package solo.itest.process;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import solo.itest.harness.Await;
import solo.itest.harness.SoloHome;

/** What the container says of a file in the deploy directory. */
final class Receipts {
  private Receipts() {}

  /** Waits for the receipt of a file to have a status. */
  static JsonObject await(SoloHome home, String file, String status) {
    return Await.value(
        "the receipt of " + file + " to say " + status,
        () -> of(home, file).filter(r -> r.get("status").getAsString().equals(status)));
  }

  private static Optional<JsonObject> of(SoloHome home, String file) {
    Path receipt = home.data().resolve("receipts").resolve(file + ".json");
    try {
      return Optional.of(JsonParser.parseString(Files.readString(receipt)).getAsJsonObject());
    } catch (IOException | JsonSyntaxException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
