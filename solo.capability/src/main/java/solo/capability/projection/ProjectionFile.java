package solo.capability.projection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A projection's two files: {@code <name>.mv}, and the marker {@code <name>.boot}, which exists
 * while the other is open and holds the kernel's boot id. What was not closed is caught up while
 * the kernel still runs, since then all that was written is there; under another boot it is made
 * anew, since a page may be silently lost. For one thread.
 */
final class ProjectionFile {
  private final Setup setup;
  private final Source source;

  ProjectionFile(Setup setup) {
    this.setup = setup;
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
    Files.createDirectories(setup.directory());
    boolean stopped = setup.isOfAnotherBoot();
    mark();
    if (!Files.exists(setup.file())) {
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
    Files.deleteIfExists(setup.file());
  }

  /** Says that it was forced and closed. */
  void closed() throws IOException {
    Files.deleteIfExists(setup.marker());
    forceDirectory();
  }

  /** Durable before the file is touched. */
  private void mark() throws IOException {
    Path temporary = setup.marker().resolveSibling(setup.marker().getFileName() + ".tmp");
    try (FileChannel out =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer text = StandardCharsets.US_ASCII.encode(setup.kernelBoot());
      while (text.hasRemaining()) {
        out.write(text);
      }
      out.force(true);
    }
    Files.move(temporary, setup.marker(), StandardCopyOption.ATOMIC_MOVE);
    forceDirectory();
  }

  private void forceDirectory() throws IOException {
    try (FileChannel directory = FileChannel.open(setup.directory(), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
