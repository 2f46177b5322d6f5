package solo.itest.harness;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import solo.core.control.Credential;

/** Commands to a running process, straight to its socket: a client's JVM each would be slow. */
final class Control {
  private final SoloHome home;

  Control(SoloHome home) {
    this.home = home;
  }

  /** Whether it answers that its recovery has ended: ready, or unwell for another reason. */
  boolean isReady() {
    return tryExec("solo:status --json").filter(Control::saysRecovered).isPresent();
  }

  private static boolean saysRecovered(Result status) {
    if (status.out().isBlank()) {
      return false;
    }
    JsonObject json = status.json().getAsJsonObject();
    return Set.of("ready", "unwell").contains(json.get("state").getAsString());
  }

  /** What a command answered; empty where nobody listens or the connection broke. */
  Optional<Result> tryExec(String command) {
    try {
      return Optional.of(exec(command));
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /**
   * What a command answered.
   *
   * @throws UncheckedIOException when nobody listens or the connection broke
   */
  Result exec(String command) {
    return exec(command, new byte[0]);
  }

  /**
   * What a command answered that reads the input, which is short.
   *
   * @throws UncheckedIOException when nobody listens or the connection broke
   */
  Result exec(String command, byte[] input) {
    try (Connection connection = Connection.open(home)) {
      connection.execute(command);
      return connection.result(command, input);
    } catch (IOException e) {
      throw new UncheckedIOException("no answer to '" + command + "'", e);
    }
  }

  /** What a command answered to who shows the token, whatever it is worth. */
  Result execAs(String token, String command) {
    try (Connection connection = Connection.open(home)) {
      connection.send(new Credential(token).frame());
      connection.execute(command);
      return connection.result(command);
    } catch (IOException e) {
      throw new UncheckedIOException("no answer to '" + command + "' by token", e);
    }
  }
}
