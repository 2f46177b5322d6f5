package solo.eventstore.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
import solo.core.event.EventStoreException;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.SystemState;
import solo.eventstore.codec.UndecodableException;

/** Checkpoints as {@code <id>.checkpoint}, the id in 20 digits, beside the journal's segments. */
@Component
public final class CheckpointFiles implements CheckpointStore {
  private static final int KEPT = 2;
  private static final String SUFFIX = ".checkpoint";
  private static final Pattern NAME = Pattern.compile("[0-9]{20}" + Pattern.quote(SUFFIX));
  private static final Pattern UNFINISHED = AtomicFile.temporary(NAME);

  private final History history;
  private final Disk disk;
  private final Logger logger;

  /** The checkpoints of a history. */
  @Activate
  public CheckpointFiles(
      @Reference History history, @Reference(service = LoggerFactory.class) Logger logger) {
    this.history = history;
    this.disk = history.disk();
    this.logger = logger;
  }

  @Override
  public synchronized Optional<Checkpoint> latest() {
    for (String name : current(names(NAME))) {
      Optional<Checkpoint> found = usable(name);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Without those of events that were taken out: they are out of date, and dropped in time. */
  private List<String> current(List<String> names) {
    String oldest = name(history.takenOutThrough());
    return names.stream().filter(name -> name.compareTo(oldest) >= 0).toList();
  }

  private Optional<Checkpoint> usable(String name) {
    Listed listed = listed(name);
    if (listed.checkpoint().isEmpty()) {
      logger.warn("Checkpoint {} is not used: {}", name, listed.problem());
    }
    return listed.checkpoint();
  }

  private Listed listed(String name) {
    long id = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    try {
      byte[] bytes =
          AtomicFile.read(disk, history.directory().resolve(name), Integer.MAX_VALUE - 8);
      CheckpointFormat.Content content = CheckpointFormat.decode(bytes);
      requireOfHistory(name, content);
      Checkpoint checkpoint = new Checkpoint(content.state(), bytes.length);
      return new Listed(id, Optional.of(checkpoint), "");
    } catch (IOException
        | UndecodableException
        | EventStoreException
        // of an event that is lost
        | IllegalArgumentException e) {
      return new Listed(id, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public synchronized List<Listed> list() throws IOException {
    return current(names(disk.list(history.directory()), NAME)).stream().map(this::listed).toList();
  }

  @Override
  public synchronized void remove(long id) throws IOException {
    String name = name(id);
    if (disk.list(history.directory()).contains(name)) {
      disk.delete(history.directory().resolve(name));
    }
  }

  private void requireOfHistory(String name, CheckpointFormat.Content content)
      throws UndecodableException {
    long id = content.state().id();
    if (!name.equals(name(id))) {
      throw new UndecodableException("it is of event " + id);
    } else if (!content.instance().equals(history.instance())) {
      throw new UndecodableException("it is of journal " + content.instance());
    } else if (id > history.lastId()) {
      throw new UndecodableException("the journal ends with event " + history.lastId());
    } else if (!Arrays.equals(content.link(), history.linkAt(id))) {
      throw new UndecodableException("event " + id + " of the journal is not the one it knows");
    }
  }

  @Override
  public synchronized Checkpoint write(SystemState state) throws IOException {
    if (state.id() < 1 || state.id() > history.lastId()) {
      throw new IllegalArgumentException(
          "no event has id " + state.id() + "; the last is " + history.lastId());
    }
    CheckpointFormat.Content content =
        new CheckpointFormat.Content(history.instance(), history.linkAt(state.id()), state);
    byte[] bytes = CheckpointFormat.encode(content);
    Path file = history.directory().resolve(name(state.id()));
    AtomicFile.write(disk, file, bytes);
    compare(file, content);
    dropOlder();
    return new Checkpoint(state, bytes.length);
  }

  private void compare(Path file, CheckpointFormat.Content written) throws IOException {
    byte[] bytes = AtomicFile.read(disk, file, Integer.MAX_VALUE - 8);
    try {
      if (CheckpointFormat.same(CheckpointFormat.decode(bytes), written)) {
        return;
      }
      throw new IOException(file + " was read back as another state than was written");
    } catch (UndecodableException e) {
      throw new IOException(file + " was not read back: " + e.getMessage(), e);
    }
  }

  /** Keeps the newest ones that are of this history; a broken one does not count. */
  private void dropOlder() {
    int kept = 0;
    for (String name : names(UNFINISHED)) {
      drop(name);
    }
    for (String name : names(NAME)) {
      if (kept < KEPT && current(List.of(name)).size() == 1) {
        kept += usable(name).isPresent() ? 1 : 0;
      } else {
        drop(name);
      }
    }
  }

  private void drop(String name) {
    try {
      disk.delete(history.directory().resolve(name));
    } catch (IOException e) {
      logger.warn("Checkpoint {} could not be removed: {}", name, e.getMessage());
    }
  }

  /** The names of the files, newest first. */
  private List<String> names(Pattern pattern) {
    try {
      return names(disk.list(history.directory()), pattern);
    } catch (IOException e) {
      logger.warn("The checkpoints cannot be listed: {}", e.getMessage());
      return List.of();
    }
  }

  private static List<String> names(Collection<String> files, Pattern pattern) {
    return files.stream()
        .filter(name -> pattern.matcher(name).matches())
        .sorted(Collections.reverseOrder())
        .toList();
  }

  private static String name(long id) {
    return String.format("%020d", id) + SUFFIX;
  }
}
