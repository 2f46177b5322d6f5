package solo.launcher;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Properties;

/**
 * {@code data/pid} names who holds the data directory, for people and for {@code solo status}.
 * Three lines: {@code pid=}, {@code birth=}, {@code since=}. The lock decides; this only tells.
 */
final class PidFile {

  /** Who holds a data directory, and since when. */
  record Holder(ProcessIdentity process, Instant since) {
    @Override
    public String toString() {
      return "process %d, running since %s".formatted(process.pid(), since);
    }
  }

  private final Path file;

  PidFile(Path data) {
    file = data.resolve("pid");
  }

  /** Names this process. */
  void write(Instant since) throws IOException {
    ProcessIdentity own = ProcessIdentity.own();
    Path temporary = file.resolveSibling("pid.part");
    Files.writeString(
        temporary, "pid=%d\nbirth=%s\nsince=%s\n".formatted(own.pid(), own.birth(), since));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void delete() throws IOException {
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
      Instant since = Instant.parse(lines.getProperty("since", ""));
      return Optional.of(new Holder(process, since)).filter(holder -> holder.process().alive());
    } catch (IOException | IllegalArgumentException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
