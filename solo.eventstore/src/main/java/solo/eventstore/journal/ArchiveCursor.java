package solo.eventstore.journal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import solo.core.event.EventStoreException;
import solo.eventstore.journal.ArchivedSegments.Archived;

/** Reads archives, one after the other, each whole in memory meanwhile. */
final class ArchiveCursor implements JournalCursor {
  private final ArchivedSegments archives;
  private final Iterator<Archived> files;
  private final long afterId;
  private Archived file;
  private ArchiveWalk walk;
  private JournalRecord next;
  private boolean closed;

  ArchiveCursor(ArchivedSegments archives, List<Archived> files, long afterId) {
    this.archives = archives;
    this.files = files.iterator();
    this.afterId = afterId;
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null && !closed && (walk != null || files.hasNext())) {
        advance();
      }
      return next != null;
    } catch (DamagedJournalException e) {
      throw failure(EventStoreException.Cause.DAMAGED, e.getMessage(), e);
    } catch (IOException e) {
      throw failure(EventStoreException.Cause.IO_FAILURE, "an archive cannot be read: " + e, e);
    }
  }

  @Override
  public JournalRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no archived record follows");
    }
    JournalRecord record = next;
    next = null;
    return record;
  }

  private static EventStoreException failure(
      EventStoreException.Cause why, String message, IOException origin) {
    return new EventStoreException(why, message, new BrokenArchiveException(message, origin));
  }

  private void advance() throws IOException {
    if (walk == null) {
      enter(null);
    }
    JournalRecord record = walk.next();
    if (record == null) {
      leave();
    } else if (record.id() > afterId) {
      next = record;
    }
  }

  private void enter(ArchiveWalk before) throws IOException {
    Archived last = file;
    file = files.next();
    walk = archives.open(file);
    SegmentHeader header = walk.header();
    if (header.firstId() != file.firstId()) {
      throw DamagedJournalException.misplaced(
          file.file(), "renamed or copied: it begins with event " + header.firstId());
    }
    if (before != null && header.firstId() <= before.id()) {
      throw DamagedJournalException.misplaced(
          file.file(),
          "it has event %d, and so has %s: one of the two is of a past that the log has left; move that one away"
              .formatted(header.firstId(), last.file()));
    }
    boolean follows = before != null && before.header().number() + 1 == header.number();
    boolean overAGap = archives.gaps().into(header.firstId()).isPresent();
    if (follows && !overAGap && !Arrays.equals(before.link(), header.linkBefore())) {
      throw DamagedJournalException.irreplaceable(
          file.file(), 0, "it does not continue the archive before, which ends at " + before.id());
    }
  }

  private void leave() throws IOException {
    ArchiveWalk ended = walk;
    walk = null;
    ended.close();
    if (ended.id() == archives.through() && !Arrays.equals(ended.link(), archives.link())) {
      throw DamagedJournalException.irreplaceable(
          file.file(),
          0,
          "it ends with another event " + ended.id() + " than the log goes on from");
    }
    if (files.hasNext()) {
      enter(ended);
    }
  }

  @Override
  public void close() {
    closed = true;
    next = null;
    walk = null;
  }
}
