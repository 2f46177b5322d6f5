package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import solo.core.disk.Disk;

/**
 * A journal that is read and not opened: nothing of it is changed. Safe for use by many threads.
 */
public final class JournalView implements ReadableJournal {
  private final Path directory;
  private final Disk disk;
  private final Survey survey;

  JournalView(Path directory, Disk disk, Survey survey) {
    this.directory = directory;
    this.disk = disk;
    this.survey = survey;
  }

  /** The journal's own id. */
  @Override
  public UUID instance() {
    return survey.format().instance();
  }

  /** As {@link OpenReport#lastId}. */
  @Override
  public long lastId() {
    return survey.lastId();
  }

  /** The gaps that it is read with. */
  public List<Gap> gaps() {
    return survey.segments().gaps().all();
  }

  /** The records after an id, kept ones first. To be closed by the caller. */
  @Override
  public JournalCursor read(long afterId) {
    return new LogCursor(disk, survey.format(), survey.segments(), survey.end(), afterId);
  }

  /**
   * As {@link Journal#linkAt}.
   *
   * @throws IllegalArgumentException when there is no record with the id
   */
  public byte[] linkAt(long id) {
    return Links.at(disk, survey.format(), survey.segments(), survey.end(), id);
  }

  /** As {@link Journal#takenOutThrough}. */
  public long takenOutThrough() {
    return survey.segments().base().map(Base::through).orElse(0L);
  }

  /** As {@link Journal#archived}. */
  public ArchivedSegments archived(Path archives) throws IOException {
    Gaps gaps = GapFile.whole(directory, disk, new ArrayList<>());
    return ArchivedSegments.behind(
        survey.segments().base(),
        new ArchivedSegments.Place(archives, disk),
        survey.format(),
        gaps);
  }

  /** As {@link Journal#takenOut}. */
  public Optional<TakenOut> takenOut() {
    return survey.segments().base().map(TakenOut::of);
  }

  /** As {@link Journal#isLost}. */
  public boolean isLost(long id) {
    return survey.segments().gaps().holding(id).isPresent();
  }

  /** Where the journal's files are. */
  @Override
  public Path directory() {
    return directory;
  }

  /** What the files are read through. */
  @Override
  public Disk disk() {
    return disk;
  }
}
