package solo.eventstore.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import solo.core.disk.Disk;
import solo.eventstore.journal.RecordFormat.Frame;

/** The records of one archived segment, each checked against its checksum and the chain. */
final class ArchiveWalk implements AutoCloseable {
  private final Path file;
  private final SegmentHeader header;
  private final byte[] bytes;
  private final boolean leaves;
  private final ChainReader chain;

  /** Of what was unpacked from a file. */
  ArchiveWalk(Path file, byte[] bytes, UUID instance, Gaps gaps) throws IOException {
    this.file = file;
    this.bytes = bytes;
    header = ArchiveFile.header(file, bytes);
    if (!header.instance().equals(instance)) {
      throw DamagedJournalException.misplaced(
          file, "it is of another log, " + header.instance() + "; move it away");
    }
    Segment segment = new Segment(file, header);
    leaves = gaps.leave(header.firstId());
    Segments alone = new Segments(List.of(segment), gaps, Optional.empty());
    chain =
        new ChainReader(path -> new Unpacked(bytes), new RecordFormat(instance), alone, segment);
  }

  static ArchiveWalk of(Disk disk, Path file, UUID instance, Gaps gaps) throws IOException {
    return new ArchiveWalk(file, ArchiveFile.unpack(disk, file), instance, gaps);
  }

  SegmentHeader header() {
    return header;
  }

  /** The next record, null behind the last. */
  JournalRecord next() throws IOException {
    Frame frame = chain.next();
    if (frame != null) {
      return frame.at(chain.lastOffset());
    }
    if (chain.offset() < bytes.length && !leaves) {
      throw DamagedJournalException.irreplaceable(
          file, chain.offset(), "record " + (chain.id() + 1) + " is not what was written");
    }
    return null;
  }

  /** Of the last record that was read. */
  long id() {
    return chain.id();
  }

  /** Of the last record that was read. */
  byte[] link() {
    return chain.link();
  }

  /** Whether an accepted gap leads from it on. */
  boolean leaves() {
    return leaves;
  }

  @Override
  public void close() throws IOException {
    chain.close();
  }
}
