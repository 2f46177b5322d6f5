package solo.eventstore.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import solo.core.disk.AtomicFile;
import solo.core.disk.Disk;
import solo.core.event.EventStoreException;
import solo.eventstore.codec.EventCodec;

/**
 * The index's two files: {@code index.mv}, and {@code index.boot}, which exists while the index is
 * open and holds the kernel's boot id. An index that was not closed is caught up when the kernel
 * still runs, since then all that was written is there; under another boot it is made anew, since a
 * page may be silently lost. For one thread.
 */
final class IndexFile {
  private static final int LONGEST_MARKER = 256;

  private final Path directory;
  private final Disk disk;
  private final String kernelBoot;
  private final IndexSource source;

  /**
   * An index of a source.
   *
   * @param kernelBoot the kernel's boot id, empty where it is not known
   */
  IndexFile(Path directory, Disk disk, String kernelBoot, IndexSource source) {
    this.directory = directory;
    this.disk = disk;
    this.kernelBoot = kernelBoot;
    this.source = source;
  }

  /**
   * An open index.
   *
   * @param remade why it had to be made anew, empty where it was there, or there were no events
   */
  record Opened(MVEventIndex index, Optional<String> remade) {}

  /**
   * Opens the index, or makes an empty one where it is not to be trusted.
   *
   * @throws IOException when neither can be done
   */
  Opened open() throws IOException {
    Optional<String> marker = marker();
    boolean stopped = marker.isPresent() && !stillTheSameBoot(marker.get());
    boolean there = disk.exists(file());
    if (stopped) {
      // whoever dies after the mark leaves this boot's, and would be believed
      disk.delete(file());
      disk.forceDirectory(directory);
    }
    AtomicFile.write(disk, markerFile(), kernelBoot.getBytes(StandardCharsets.US_ASCII));
    if (!there) {
      return new Opened(create(), whenNotEmpty("it was missing"));
    }
    if (stopped) {
      return new Opened(create(), whenNotEmpty("the machine stopped while it was open"));
    }
    try {
      return new Opened(trusted(MVEventIndex.open(file())), Optional.empty());
    } catch (EventStoreException e) {
      // it is the journal that cannot be read
      throw e;
    } catch (RuntimeException e) {
      return new Opened(create(), whenNotEmpty(String.valueOf(e.getMessage())));
    }
  }

  private Optional<String> whenNotEmpty(String reason) {
    return source.lastId() == 0 ? Optional.empty() : Optional.of(reason);
  }

  private boolean stillTheSameBoot(String marker) {
    return !kernelBoot.isEmpty() && marker.equals(kernelBoot);
  }

  private MVEventIndex trusted(MVEventIndex index) {
    try {
      Optional<String> wrong = wrong(index.head());
      if (wrong.isEmpty()) {
        return index;
      }
      throw new IllegalStateException(wrong.get());
    } catch (RuntimeException e) {
      index.abandon();
      throw e;
    }
  }

  private Optional<String> wrong(Head head) {
    if (head.reader() != EventCodec.fingerprint()) {
      return Optional.of("another version of Solo made it");
    } else if (!head.instance().equals(source.instance())) {
      return Optional.of("it is of journal " + head.instance() + ", not " + source.instance());
    } else if (head.id() > source.lastId()) {
      return Optional.of(
          "it is at event " + head.id() + ", the journal ends with " + source.lastId());
    } else if (!head.link().equals(HexFormat.of().formatHex(source.linkAt(head.id())))) {
      return Optional.of("event " + head.id() + " is not the one it knows");
    }
    return Optional.empty();
  }

  /** Removes what there is and makes an empty index. */
  MVEventIndex create() throws IOException {
    disk.delete(file());
    Head empty = Head.of(EventCodec.fingerprint(), source.instance(), 0, source.linkAt(0));
    try {
      return MVEventIndex.create(file(), empty);
    } catch (RuntimeException e) {
      throw new IOException("the event index could not be made: " + e.getMessage(), e);
    }
  }

  /** Says that the index was forced and closed. */
  void closed() throws IOException {
    disk.delete(markerFile());
    disk.forceDirectory(directory);
  }

  private Optional<String> marker() throws IOException {
    try {
      byte[] text = AtomicFile.read(disk, markerFile(), LONGEST_MARKER);
      return Optional.of(new String(text, StandardCharsets.US_ASCII));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path file() {
    return in(directory);
  }

  /** Where the index of a directory is. */
  static Path in(Path directory) {
    return directory.resolve("index.mv");
  }

  private Path markerFile() {
    return directory.resolve("index.boot");
  }
}
