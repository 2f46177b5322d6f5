package solo.eventstore.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;

/**
 * Reads every record of a journal that nobody has open, and works out which losses would have to be
 * accepted for it to open. Only {@link #accept} writes.
 */
public final class JournalCheck {
  /** So many damages are looked for; more of them are no single mishap. */
  public static final int MOST = 50;

  private final Path dir;
  private final Disk disk;
  private final long seenId;

  /**
   * Something damaged.
   *
   * @param problem what and where
   * @param gap what would be given up with it
   */
  public record Damage(DamagedJournalException problem, Gap gap) {}

  /**
   * What a check has found.
   *
   * @param view the journal as it would be once every damage is accepted; empty where there is no
   *     journal, or it cannot be read
   * @param accepted the gaps that are accepted
   * @param damages what is not accepted, in the order of the ids
   * @param stopped what has to be put right before more can be told
   * @param brokenGapFiles files of accepted gaps that are not whole
   * @param records how many records were read
   * @param cut the torn tail that the next start will cut
   */
  public record Report(
      Optional<JournalView> view,
      List<Gap> accepted,
      List<Damage> damages,
      Optional<DamagedJournalException> stopped,
      List<DamagedJournalException> brokenGapFiles,
      long records,
      Optional<OpenReport.Cut> cut) {

    /** Whether every record is what was written, but for accepted gaps. */
    public boolean isSound() {
      return damages.isEmpty() && stopped.isEmpty() && brokenGapFiles.isEmpty();
    }
  }

  /**
   * A check of a directory, whose lock the caller holds.
   *
   * @param seenId the highest id that is known from elsewhere, 0 for none
   */
  public JournalCheck(Path dir, Disk disk, long seenId) {
    this.dir = dir;
    this.disk = disk;
    this.seenId = seenId;
  }

  /**
   * Reads all.
   *
   * @param passes asked for a reader each time that reading begins anew, since damage was found;
   *     the last one got every record
   * @throws NewerFormatException when a newer version of Solo wrote it
   */
  public Report run(Supplier<Consumer<JournalRecord>> passes) throws IOException {
    List<DamagedJournalException> broken = new ArrayList<>();
    Gaps accepted = GapFile.whole(dir, disk, broken);
    Gaps gaps = accepted;
    accepted = relevant(accepted);
    List<Damage> damages = new ArrayList<>();
    while (true) {
      try {
        Optional<Survey> survey = Survey.of(dir, disk, RecordFormat::new, gaps);
        long records = survey.isEmpty() ? 0 : readAll(survey.get(), passes.get());
        return report(survey, accepted, damages, Optional.empty(), broken, records);
      } catch (DamagedJournalException e) {
        Optional<Damage> damage = e.acceptable() ? next(gaps, damages) : Optional.empty();
        if (damage.isEmpty()) {
          return report(Optional.empty(), accepted, damages, Optional.of(e), broken, 0);
        }
        damages.add(damage.get());
        gaps = gaps.and(damage.get().gap());
      }
    }
  }

  /**
   * Accepts a gap that a check has just proposed. Each crash leaves the gap accepted or not; what
   * is damaged stays as it is.
   *
   * @return the file that says so, durable
   */
  public Path accept(Gap gap, Gap.Acceptance acceptance) throws IOException {
    if (gap.own()) {
      makeDurable(gap.resume());
    }
    return GapFile.write(dir, disk, gap.with(acceptance));
  }

  /** Of what a base stands for nothing is read any more. */
  private Gaps relevant(Gaps accepted) throws IOException {
    try {
      return accepted.behind(BaseFile.newest(dir, disk));
    } catch (DamagedJournalException e) {
      return accepted;
    }
  }

  /**
   * Whether a journal opens and is read from an id on.
   *
   * @return why not, empty where it is
   */
  public Optional<DamagedJournalException> opens(long fromId) throws IOException {
    try {
      Optional<Survey> survey = Survey.of(dir, disk, RecordFormat::new, GapFile.all(dir, disk));
      if (survey.isPresent() && fromId < survey.get().lastId()) {
        readAll(survey.get(), fromId + 1, record -> {});
      }
      return Optional.empty();
    } catch (DamagedJournalException e) {
      return Optional.of(e);
    }
  }

  private Optional<Damage> next(Gaps gaps, List<Damage> damages) throws IOException {
    if (damages.size() == MOST) {
      return Optional.empty();
    }
    Damage damage;
    try {
      damage = new GapFinder(dir, disk, gaps, seenId).find();
    } catch (IllegalArgumentException e) {
      // an accepted gap contradicts the segments: no further one makes sense of them
      return Optional.empty();
    }
    boolean again =
        gaps.all().stream()
            .anyMatch(
                known ->
                    known.stop().equals(damage.gap().stop())
                        && known.resume().equals(damage.gap().resume()));
    return again ? Optional.empty() : Optional.of(damage);
  }

  private long readAll(Survey survey, Consumer<JournalRecord> pass) throws IOException {
    return readAll(survey, 0, pass);
  }

  private long readAll(Survey survey, long fromId, Consumer<JournalRecord> pass)
      throws IOException {
    long records = readKept(survey, fromId, pass);
    if (survey.segments().isEmpty()) {
      return records;
    }
    Segment first = survey.segments().holding(fromId);
    try (ChainReader chain = new ChainReader(disk, survey.format(), survey.segments(), first)) {
      for (RecordFormat.Frame frame = chain.next(); frame != null; frame = chain.next()) {
        records++;
        pass.accept(frame.at(chain.lastOffset()));
      }
      if (chain.id() < survey.lastId()) {
        throw chain.damage();
      }
    }
    return records;
  }

  private long readKept(Survey survey, long fromId, Consumer<JournalRecord> pass)
      throws IOException {
    long records = 0;
    if (survey.segments().base().isPresent()) {
      Base base = survey.segments().base().get();
      try (KeptRecords kept = base.records(disk, survey.format(), Math.max(0, fromId - 1))) {
        while (kept.hasNext()) {
          long offset = kept.offset();
          pass.accept(kept.next().kept(offset));
          records++;
        }
      }
    }
    return records;
  }

  private Report report(
      Optional<Survey> survey,
      Gaps accepted,
      List<Damage> damages,
      Optional<DamagedJournalException> stopped,
      List<DamagedJournalException> broken,
      long records) {
    return new Report(
        survey.map(found -> new JournalView(dir, disk, found)),
        accepted.all(),
        List.copyOf(damages),
        stopped,
        List.copyOf(broken),
        records,
        survey.flatMap(Survey::cut));
  }

  /** The record with which a gap ends may be in the page cache alone, if it is the last one. */
  private void makeDurable(Gap.Place place) throws IOException {
    try (DiskFile file = disk.open(dir.resolve(Segment.name(place.firstId())))) {
      byte[] header = new byte[RecordFormat.HEADER];
      file.read(place.offset(), header, 0, header.length);
      byte[] record = new byte[RecordFormat.sizeOf(ByteBuffer.wrap(header).getInt(4))];
      int count = file.read(place.offset(), record, 0, record.length);
      file.write(place.offset(), record, 0, count);
      file.force();
    }
  }
}
