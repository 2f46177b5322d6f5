package solo.eventstore.fsck;

import java.nio.file.Path;
import java.util.UUID;
import solo.core.disk.Disk;
import solo.eventstore.checkpoint.History;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.JournalView;

/** A journal that nobody has open, for what is derived from it. */
record Viewed(JournalView view) implements History, WitnessedLog {

  @Override
  public UUID instance() {
    return view.instance();
  }

  @Override
  public long lastId() {
    return view.lastId();
  }

  @Override
  public long openedAt() {
    return view.lastId();
  }

  @Override
  public Last last() {
    return new Last(view.lastId(), view.isLost(view.lastId()) ? new byte[32] : linkAt(lastId()));
  }

  @Override
  public boolean isLost(long id) {
    return view.isLost(id);
  }

  @Override
  public byte[] linkAt(long id) {
    return view.linkAt(id);
  }

  @Override
  public long takenOutThrough() {
    return view.takenOutThrough();
  }

  @Override
  public Path directory() {
    return view.directory();
  }

  @Override
  public Disk disk() {
    return view.disk();
  }
}
