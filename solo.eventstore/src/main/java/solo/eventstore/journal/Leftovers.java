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
 * What an interrupted retention has left: segments and bases that the newest base stands for, and a
 * base that was never finished. Nothing reads them any more.
 */
record Leftovers(Path dir, Disk disk, Optional<Base> base) {

  /**
   * Checks that a base stands for segments of its own journal before any of them goes.
   *
   * @throws DamagedJournalException when it does not
   */
  void requireOwn() throws IOException {
    for (String name : disk.list(dir)) {
      if (base.isPresent() && isBelow(Segment.firstId(name).orElse(Long.MAX_VALUE))) {
        Optional<UUID> owner = owner(dir.resolve(name));
        if (owner.filter(other -> !other.equals(base.get().facts().instance())).isPresent()) {
          throw foreign(base.get(), owner.get());
        }
      }
    }
  }

  static DamagedJournalException foreign(Base base, UUID instance) {
    return DamagedJournalException.misplaced(
        base.file(),
        "it is the base of another journal, %s, but this journal has %s; move it away"
            .formatted(base.facts().instance(), instance));
  }

  /** Removes them; to be called when everything was checked. */
  void remove() throws IOException {
    List<String> gone = new ArrayList<>();
    for (String name : disk.list(dir)) {
      if (name.endsWith(Base.UNFINISHED)
          || isBelow(Segment.firstId(name).orElse(Long.MAX_VALUE))
          || isOlder(Base.through(name).orElse(Long.MAX_VALUE))) {
        gone.add(name);
      }
    }
    for (String name : gone) {
      disk.delete(dir.resolve(name));
    }
    if (!gone.isEmpty()) {
      disk.forceDirectory(dir);
    }
  }

  /** Whether a base stands for a segment that begins with an id. */
  private boolean isBelow(long firstId) {
    return base.filter(known -> firstId <= known.through()).isPresent();
  }

  private boolean isOlder(long through) {
    return base.filter(known -> through < known.through()).isPresent();
  }

  private Optional<UUID> owner(Path segment) throws IOException {
    byte[] block = new byte[SegmentHeader.SIZE];
    try (DiskFile open = disk.openForReading(segment)) {
      int count = open.read(0, block, 0, block.length);
      return count < block.length
          ? Optional.empty()
          : Optional.of(SegmentHeader.decode(segment, block).instance());
    } catch (DamagedJournalException e) {
      return Optional.empty();
    }
  }
}
