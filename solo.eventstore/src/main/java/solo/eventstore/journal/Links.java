package solo.eventstore.journal;

import java.util.Optional;
import solo.core.disk.Disk;
import solo.eventstore.journal.JournalWriter.Acked;

/** Finds the links of records. */
final class Links {
  private Links() {}

  /**
   * The link of a record, 32 zeros for id 0.
   *
   * @throws IllegalArgumentException when there is none with the id up to the end, or it was taken
   *     out
   */
  static byte[] at(Disk disk, RecordFormat format, Segments segments, Acked end, long id) {
    if (id < 0 || id > end.id()) {
      throw new IllegalArgumentException("no record " + id + ", the last one is " + end.id());
    }
    if (id == 0) {
      return new byte[RecordFormat.LINK];
    }
    Optional<Base> base = segments.base();
    if (base.isPresent() && id <= base.get().through()) {
      return ofBase(base.get().facts(), id);
    }
    segments.gaps().holding(id).ifPresent(gap -> lost(gap, id));
    Anchor after = segments.begin(segments.holding(id + 1));
    if (after.idBefore() == id && !after.own()) {
      return after.link().clone();
    }
    try (JournalCursor cursor = new SegmentCursor(disk, format, segments, end, id - 1)) {
      return cursor.next().link();
    }
  }

  private static byte[] ofBase(Base.Facts base, long id) {
    if (id < base.through()) {
      throw new IllegalArgumentException(
          "record %d was taken out of the log with those up to %d".formatted(id, base.through()));
    }
    return base.link().clone();
  }

  private static void lost(Gap gap, long id) {
    throw new IllegalArgumentException(
        "record %d is lost: the journal has none of %d to %d"
            .formatted(id, gap.firstLost(), gap.lastLost()));
  }
}
