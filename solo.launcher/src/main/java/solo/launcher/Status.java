package solo.launcher;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import solo.core.control.Execution;
import solo.core.control.ExitStatus;

/**
 * How a container is, seen from outside.
 *
 * @param state stopped, starting, ready, unwell or stopping
 * @param pid the container's process, 0 when there is none
 * @param json what the container says of itself; empty when it said nothing
 */
record Status(String state, long pid, String json) {
  static final String STOPPED = "stopped";
  static final String STARTING = "starting";
  static final String READY = "ready";
  static final String UNWELL = "unwell";
  static final String STOPPING = "stopping";

  /** Asks the container that holds a data directory; one that does not answer yet is starting. */
  static Status ask(Path data) {
    try {
      return answer(Target.owner(data), new ByteArrayOutputStream());
    } catch (IOException e) {
      return new PidFile(data)
          .holder()
          .map(holder -> new Status(STARTING, holder.process().pid(), ""))
          .orElseGet(() -> new Status(STOPPED, 0, ""));
    }
  }

  /**
   * The same for whoever asks.
   *
   * @throws LaunchException where a token is not enough to see it
   */
  static Status ask(Target target) throws LaunchException {
    if (target.owned()) {
      return ask(target.data());
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      Status status = answer(target, err);
      String why = err.toString(StandardCharsets.UTF_8).strip();
      if (status.json().isEmpty() && !why.startsWith("recovering")) {
        throw new LaunchException(ExitStatus.FAILED, why);
      }
      return status;
    } catch (IOException e) {
      return new Status(STOPPED, 0, "");
    }
  }

  private static Status answer(Target target, ByteArrayOutputStream err) throws IOException {
    try (ControlClient client = target.connect();
        TimeLimit limit = new TimeLimit(client, ControlClient.ANSWER)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      client.execute(
          new Execution("/", "solo:status --json"), InputStream.nullInputStream(), out, err);
      String json = out.toString(StandardCharsets.UTF_8).strip();
      String state = field(json, "state").orElse(STARTING);
      return new Status(state, client.server().pid(), json);
    }
  }

  /** For {@code solo status}. */
  int exitStatus() {
    return switch (state) {
      case READY -> ExitStatus.DONE;
      case STOPPED -> ExitStatus.NOT_RUNNING;
      default -> ExitStatus.UNWELL;
    };
  }

  /** The state; while it starts, how far it is. */
  String progress() {
    Optional<String> planned = field(json, "planned");
    Optional<String> done = field(json, "done");
    return state.equals(STARTING)
            && done.isPresent()
            && planned.filter(n -> !n.equals("0")).isPresent()
        ? "recovering, %s of %s services".formatted(done.get(), planned.get())
        : state;
  }

  /** A text, number or boolean of a flat JSON object; empty for null. */
  static Optional<String> field(String json, String key) {
    Matcher matcher =
        Pattern.compile("\"" + key + "\"\\s*:\\s*(?!null\\b)\"?([A-Za-z0-9_.+-]+)").matcher(json);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
