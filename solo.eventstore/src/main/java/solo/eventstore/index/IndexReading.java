package solo.eventstore.index;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import solo.eventstore.codec.EventCodec;

/** An index that nobody has open, read and compared with the log, and not changed. One thread. */
public final class IndexReading implements AutoCloseable {
  private final MVEventIndex index;
  private final long through;
  private long events;
  private long entries;
  private String wrong = "";

  private IndexReading(MVEventIndex index, long through) {
    this.index = index;
    this.through = through;
  }

  /**
   * Opens the index of a directory for reading only.
   *
   * @param through the last event that was taken out of the log: those up to it are not compared
   * @return empty where there is none
   * @throws RuntimeException when it is not a whole index; the message says why
   */
  public static Optional<IndexReading> open(Path directory, long through) {
    Path file = IndexFile.in(directory);
    return Files.exists(file)
        ? Optional.of(new IndexReading(MVEventIndex.openForReading(file), through))
        : Optional.empty();
  }

  /** Whether what is in it is to be found by what another version knows of events. */
  public boolean isOfAnotherVersion() {
    return index.head().reader() != EventCodec.fingerprint();
  }

  /** The event it is at. */
  public long at() {
    return index.head().id();
  }

  /**
   * Whether it is of a journal, by its head.
   *
   * @param lastId the journal's
   * @return why it is not, empty where it is; what was made by another version is not compared
   */
  public Optional<String> foreign(UUID instance, long lastId) {
    Head head = index.head();
    if (isOfAnotherVersion()) {
      return Optional.of("another version of Solo made it: the next start makes it anew");
    } else if (!head.instance().equals(instance)) {
      return Optional.of("it is of journal " + head.instance() + ", not " + instance);
    } else if (head.id() > lastId) {
      return Optional.of("it is at event " + head.id() + ", the journal ends with " + lastId);
    }
    return Optional.empty();
  }

  /** Compares it with the next event of the log; those after {@link #at} are not compared. */
  public void compare(Indexed next) {
    if (next.event().id() > at() || next.event().id() <= through || !wrong.isEmpty()) {
      return;
    }
    events++;
    entries += Filters.of(next.event()).size();
    if (next.event().id() == at() && !index.head().isAt(next.link())) {
      wrong = "event " + at() + " is not the one it knows";
    } else {
      wrong = index.wrong(next).orElse("");
    }
  }

  /** What is wrong with it, after every event was compared; empty where nothing is. */
  public Optional<String> wrong() {
    boolean pruned = index.first() == 0 || index.first() > through;
    if (wrong.isEmpty() && pruned && (index.events() != events || index.entries() != entries)) {
      wrong =
          "it leads to %d events by %d entries, the journal has %d up to there, with %d"
              .formatted(index.events(), index.entries(), events, entries);
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(wrong);
  }

  @Override
  public void close() {
    index.abandon();
  }
}
