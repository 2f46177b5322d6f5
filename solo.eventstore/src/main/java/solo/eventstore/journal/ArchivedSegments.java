package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;

/**
 * The archived segments of a log, as long as they are there: those that were deleted, or moved
 * away, are missing without being an error. Safe for use by many threads.
 */
public final class ArchivedSegments {
  private final Path directory;
  private final Disk disk;
  private final UUID instance;
  private final long through;
  private final byte[] link;
  private final Gaps gaps;

  /** An archive's file. */
  public record Archived(long firstId, long bytes, Path file) {}

  /** Where archives are. */
  record Place(Path directory, Disk disk) {}

  private ArchivedSegments(Place place, UUID instance, long through, byte[] link, Gaps gaps) {
    this.directory = place.directory;
    this.disk = place.disk;
    this.instance = instance;
    this.through = through;
    this.link = link;
    this.gaps = gaps;
  }

  /** Those of what a base stands for. */
  static ArchivedSegments behind(Optional<Base> base, Place place, RecordFormat format, Gaps gaps) {
    return new ArchivedSegments(
        place,
        format.instance(),
        base.map(Base::through).orElse(0L),
        base.map(one -> one.facts().link()).orElse(new byte[RecordFormat.LINK]),
        gaps);
  }

  /** Where they are. */
  public Path directory() {
    return directory;
  }

  /** The last id that was taken out of the log: no archive has a later one. */
  public long through() {
    return through;
  }

  /**
   * Their files, oldest first, without those of segments that are in the log still.
   *
   * @throws IOException when the directory cannot be read; one that is not there has none
   */
  public List<Archived> list() throws IOException {
    List<Archived> found = new ArrayList<>();
    for (String name : disk.list(directory)) {
      long firstId = ArchiveFile.firstId(name).orElse(Long.MAX_VALUE);
      if (firstId <= through) {
        Path file = directory.resolve(name);
        try (DiskFile open = disk.openForReading(file)) {
          found.add(new Archived(firstId, open.size(), file));
        }
      }
    }
    return found;
  }

  /**
   * The archived records after an id, oldest first. The chain is computed anew through every
   * segment, from one to the next, and into what the log goes on from; where segments are missing
   * it begins again. What is not as it was written is an {@link
   * solo.core.event.EventStoreException} of cause DAMAGED that names the file. To be closed.
   *
   * @throws IOException when the directory cannot be read
   */
  public JournalCursor read(long afterId) throws IOException {
    List<Archived> all = list();
    int first = 0;
    while (first + 1 < all.size() && all.get(first + 1).firstId() <= afterId + 1) {
      first++;
    }
    return new ArchiveCursor(this, all.subList(first, all.size()), afterId);
  }

  ArchiveWalk open(Archived archived) throws IOException {
    return ArchiveWalk.of(disk, archived.file(), instance, gaps);
  }

  Gaps gaps() {
    return gaps;
  }

  /** What the record that was taken out last is known by. */
  byte[] link() {
    return link;
  }
}
