package solo.eventstore.audit;

import java.io.IOException;
import java.util.Optional;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.TakenOut;

/** The log that is proved. Safe for use by many threads. */
interface AuditedLog {

  /** What is known of it. */
  WitnessedLog witnessed();

  /**
   * The acknowledged records, each checked against the chain but those that are kept of what was
   * taken out; to be closed.
   */
  JournalCursor read();

  /**
   * The same with every record that is archived, which is checked too.
   *
   * @throws IOException when the archives cannot be listed
   */
  JournalCursor history() throws IOException;

  /** What was taken out of it, empty where nothing was. */
  Optional<TakenOut> takenOut();
}
