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

  /** Waits for the receipt of a service's file to have a state. */
  static JsonObject await(SoloHome home, String key, String state) {
    return Await.value(
        "the receipt of " + key + " to say " + state,
        () -> of(home, key).filter(r -> r.get("state").getAsString().equals(state)));
  }

  /** Waits for the receipt of a service's file to have a state for a reason. */
  static void awaitReason(SoloHome home, String key, String state, String reason) {
    Await.until(
        "the receipt of " + key + " to say " + state + " since " + reason,
        () ->
            of(home, key)
                .filter(r -> r.get("state").getAsString().equals(state))
                .filter(r -> r.get("reason").getAsString().contains(reason))
                .isPresent());
  }

  private static Optional<JsonObject> of(SoloHome home, String key) {
    Path receipt = home.data().resolve("receipts").resolve(key + ".json");
    try {
      return Optional.of(JsonParser.parseString(Files.readString(receipt)).getAsJsonObject());
    } catch (IOException | JsonSyntaxException | IllegalStateException e) {
      return Optional.empty();
    }
  }
}
