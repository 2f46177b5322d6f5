package solo.capability.projection;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;

/**
 * A projection's two files: {@code <name>.mv}, and the marker {@code <name>.boot}, which exists
 * while the other is open and holds the kernel's boot id. What was not closed is caught up while
 * the kernel still runs, since then all that was written is there; under another boot it is made
 * anew, since a page may be silently lost. For one thread.
 */
final class ProjectionFile {
  private final Setup setup;
  private final Disk disk;
  private final Source source;

  ProjectionFile(Setup setup) {
    this.setup = setup;
    disk = setup.disk();
    source = new Source(setup.events());
  }

  /**
   * An open projection.
   *
   * @param remade why it had to be made anew, empty where it was there, or there is nothing to be
   *     in it
   */
  record Opened(OpenProjection projection, Optional<String> remade) {}

  /**
   * Opens the projection, or makes an empty one where it is not to be trusted.
   *
   * @throws IOException when neither can be done
   */
  Opened open() throws IOException {
    disk.createDirectories(setup.directory());
    boolean stopped = setup.isOfAnotherBoot();
    boolean there = disk.exists(setup.file());
    if (stopped) {
      // whoever dies after the mark leaves this boot's, and would be believed
      delete();
      disk.forceDirectory(setup.directory());
    }
    mark();
    if (!there) {
      return new Opened(create(), whenNotEmpty("it was missing"));
    }
    if (stopped) {
      return new Opened(create(), whenNotEmpty("the machine stopped while it was open"));
    }
    try {
      return new Opened(trusted(OpenProjection.open(setup.location())), Optional.empty());
    } catch (RuntimeException | Error e) {
      // a broken file can ask for any depth or any amount of memory
      return new Opened(create(), whenNotEmpty(String.valueOf(e.getMessage())));
    }
  }

  private Optional<String> whenNotEmpty(String reason) {
    return source.has(setup.form().begins()) ? Optional.of(reason) : Optional.empty();
  }

  private OpenProjection trusted(OpenProjection projection) {
    try {
      Optional<String> wrong = wrong(projection.head());
      if (wrong.isEmpty()) {
        return projection;
      }
      throw new IllegalStateException(wrong.get());
    } catch (RuntimeException | Error e) {
      projection.abandon();
      throw e;
    }
  }

  private Optional<String> wrong(Head head) {
    if (!head.format().equals(setup.form().text())) {
      return Optional.of("its format is " + head.format() + ", not " + setup.form().text());
    } else if (head.id() == Head.UNFINISHED) {
      return Optional.of("the process stopped while it was made");
    } else if (head.id() > source.lastId()) {
      return Optional.of("it is at event " + head.id() + ", the log ends with " + source.lastId());
    } else if (head.id() > 0 && head.id() < source.takenOutThrough()) {
      return Optional.of(
          "it is at event %d, and later ones up to %d were taken out of the log"
              .formatted(head.id(), source.takenOutThrough()));
    } else if (!head.fingerprint().equals(source.fingerprint(head.id()))) {
      return Optional.of("event " + head.id() + " is not the one it knows");
    }
    return Optional.empty();
  }

  /** The head of a projection at an event. */
  Head headAt(long id) {
    return new Head(setup.form().text(), id, id < 0 ? "" : source.fingerprint(id));
  }

  /** Removes what there is and makes an empty one. */
  OpenProjection create() throws IOException {
    try {
      delete();
      return OpenProjection.create(setup.location(), headAt(0));
    } catch (RuntimeException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getMessage(), e);
    }
  }

  /** Removes it, so that the next start makes it anew. */
  void delete() throws IOException {
    disk.delete(setup.file());
  }

  /** Says that it was forced and closed. */
  void closed() throws IOException {
    disk.delete(setup.marker());
    disk.forceDirectory(setup.directory());
  }

  /** Durable before the file is touched. */
  private void mark() throws IOException {
    byte[] boot = setup.kernelBoot().getBytes(StandardCharsets.US_ASCII);
    AtomicFile.write(disk, setup.marker(), boot);
  }
}
