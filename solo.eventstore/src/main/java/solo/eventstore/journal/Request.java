package solo.eventstore.journal;

import org.osgi.util.promise.Deferred;
import solo.core.event.EventStoreException;

/** What the writer is asked for. */
sealed interface Request {

  /** How many bytes it holds in the queue. */
  int bytes();

  /** Answers that it was not done. */
  void fail(EventStoreException why);

  /** Who waits for a record. Called on the writer's thread. */
  interface Answer {
    /** It is acknowledged. */
    void resolve(JournalRecord record);

    /** It is not. */
    void fail(EventStoreException why);
  }

  /**
   * A record to append.
   *
   * @param last whether nothing may be appended after it
   */
  record Append(byte[] body, boolean essential, boolean last, Answer answer) implements Request {
    @Override
    public int bytes() {
      return body.length;
    }

    @Override
    public void fail(EventStoreException why) {
      answer.fail(why);
    }
  }

  /** Everything before it is to be forced and sealed. */
  record Flush(Deferred<Void> answer) implements Request {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public void fail(EventStoreException why) {
      answer.fail(why);
    }
  }
}
