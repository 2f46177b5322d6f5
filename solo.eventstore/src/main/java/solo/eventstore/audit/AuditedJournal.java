package solo.eventstore.audit;

import java.io.IOException;
import java.util.Optional;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.JournalDoor;
import solo.eventstore.journal.TakenOut;
import solo.eventstore.retention.Archives;

/** The journal of this process with its archives. */
record AuditedJournal(WitnessedLog witnessed, JournalDoor door, Archives archives)
    implements AuditedLog {

  @Override
  public JournalCursor read() {
    return door.journal().read(0);
  }

  @Override
  public JournalCursor history() throws IOException {
    return archives.history(0);
  }

  @Override
  public Optional<TakenOut> takenOut() {
    return door.journal().takenOut();
  }
}
