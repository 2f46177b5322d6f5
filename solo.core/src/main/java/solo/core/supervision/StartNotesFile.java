package solo.core.supervision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.disk.Disk;
import solo.core.lifecycle.Directories;
import solo.core.recovery.StartNotes;
import solo.core.recovery.Suspects;
import solo.core.tenant.ServiceKey;

/** Start notes in {@code data/starts}, a {@link NoteFile}. */
@Component
public final class StartNotesFile implements StartNotes {
  private final Logger logger;
  private final Suspects suspects;
  private final NoteFile file;
  private final Map<ServiceKey, Suspects.Note> counts;
  private final Map<ServiceKey, String> inFlight = new LinkedHashMap<>();
  private boolean stopping;
  private boolean closed;

  /** Whether the file lacks a note; then the next one writes it whole. */
  private boolean torn;

  /** Reads what the last process left, and begins anew with the suspects' counts. */
  @Activate
  public StartNotesFile(
      @Reference Directories directories, @Reference(service = LoggerFactory.class) Logger logger) {
    this(Disk.real(), directories.data().resolve("starts"), logger);
  }

  StartNotesFile(Disk disk, Path path, Logger logger) {
    this.logger = logger;
    file = new NoteFile(disk, path);
    suspects = readSuspects(path);
    counts = new LinkedHashMap<>(suspects.byKey());
    rewrite();
    suspects
        .byKey()
        .forEach(
            (key, note) ->
                logger.info(
                    "suspect {}: the process died while it started ({} times as the only one)",
                    key,
                    note.deaths()));
  }

  private Suspects readSuspects(Path path) {
    try {
      return file.read();
    } catch (IOException e) {
      logger.warn("cannot read {}, so there are no suspects: {}", path, e.getMessage());
      return Suspects.NONE;
    }
  }

  @Override
  public Suspects suspects() {
    return suspects;
  }

  @Override
  public synchronized void starting(ServiceKey key, String digest) {
    if (!stopping) {
      inFlight.put(key, digest);
      note(() -> file.begin(key, digest));
    }
  }

  @Override
  public synchronized void ended(ServiceKey key) {
    if (closed) {
      return;
    }
    inFlight.remove(key);
    counts.remove(key);
    note(() -> file.end(key));
    if (file.isDueForRewrite()) {
      rewrite();
    }
  }

  @Override
  public synchronized void stopping() {
    stopping = true;
    inFlight.clear();
    rewrite();
  }

  private void note(Write note) {
    if (torn) {
      rewrite();
    } else {
      write(note);
    }
  }

  private void rewrite() {
    torn = false;
    write(() -> file.rewrite(counts, inFlight));
  }

  /** The process lives, so what is starting now is nobody's death; the counts stay. */
  @Deactivate
  synchronized void close() {
    stopping();
    closed = true;
    write(file::close);
  }

  private interface Write {
    void run() throws IOException;
  }

  private void write(Write write) {
    try {
      write.run();
    } catch (IOException e) {
      torn = true;
      logger.warn("a start note is lost, so a death would have no suspect: {}", e.getMessage());
    }
  }
}
