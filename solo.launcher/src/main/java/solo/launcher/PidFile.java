package solo.launcher;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;

/**
 * {@code data/pid} names who holds the data directory, for people and for {@code solo status}.
 * Lines {@code pid=}, {@code birth=}, {@code since=} and, once its configuration is read, {@code
 * stopTakesMs=}, the longest that its stop may take. The lock decides; this only tells.
 */
final class PidFile {

  /**
   * Who holds a data directory.
   *
   * @param stopTakes the longest that its stop may take
   */
  record Holder(ProcessIdentity process, Instant since, Duration stopTakes) {
    @Override
    public String toString() {
      return "process %d, running since %s".formatted(process.pid(), since);
    }
  }

  private static final String STOP_TAKES = "stopTakesMs";

  private final Path file;
  private Instant since;
  private boolean deleted;

  PidFile(Path data) {
    file = data.resolve("pid");
  }

  /** Names this process, unless its end was faster and has deleted the file. */
  synchronized void write(Instant time) throws IOException {
    if (!deleted) {
      since = time;
      write("");
    }
  }

  /** Adds how long a stop of this process may take. */
  synchronized void stopTakes(Duration atMost) throws IOException {
    if (since != null) {
      write("%s=%d\n".formatted(STOP_TAKES, atMost.toMillis()));
    }
  }

  private void write(String more) throws IOException {
    ProcessIdentity own = ProcessIdentity.own();
    Path temporary = file.resolveSibling("pid.part");
    Files.writeString(
        temporary, "pid=%d\nbirth=%s\nsince=%s\n%s".formatted(own.pid(), own.birth(), since, more));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Also where it is not there; it is not written again. */
  synchronized void delete() throws IOException {
    deleted = true;
    since = null;
    Files.deleteIfExists(file);
  }

  /** Who is named, when it is still there. */
  Optional<Holder> holder() {
    try {
      Properties lines = new Properties();
      lines.load(new StringReader(Files.readString(file)));
      ProcessIdentity process =
          new ProcessIdentity(
              Long.parseLong(lines.getProperty("pid", "")), lines.getProperty("birth", ""));
      Instant held = Instant.parse(lines.getProperty("since", ""));
      Duration stopTakes =
          Duration.ofMillis(
              Long.parseLong(lines.getProperty(STOP_TAKES, "" + Ending.UNCONFIGURED.toMillis())));
      return Optional.of(new Holder(process, held, stopTakes))
          .filter(holder -> holder.process().alive());
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
