package solo.eventstore.provider;

import java.util.List;
import java.util.function.Function;
import org.osgi.util.promise.Promise;
import solo.core.event.Durable;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.tenant.Printable;
import solo.eventstore.journal.Gap;

/**
 * Sees to it that each accepted gap of the journal has its event, whenever the process that was to
 * write it has died: the files of the gaps are what counts, and the event follows from them.
 */
record AcceptedLosses(
    StoreOpening opening, EventQueries queries, Function<EventDraft, Promise<Event>> append) {

  /**
   * Writes the events that are missing. Returns when they are durable.
   *
   * @throws EventStoreException when one cannot be written; the process was told to end
   */
  void tell(List<Gap> gaps) {
    for (Gap gap : gaps) {
      opening.logger().warn("{}", Printable.escape(gap.told()));
      if (!isTold(gap)) {
        write(gap);
      }
    }
  }

  private boolean isTold(Gap gap) {
    long since = gap.firstLost() - 1;
    String type = Payload.typeOf(Payload.DataLossAccepted.class);
    EventQuery all = new EventQuery("", "", type, since, EventQuery.MAX_LIMIT, false);
    return queries.query(all).stream()
        .map(event -> (Payload.DataLossAccepted) event.payload())
        .anyMatch(told -> gap.isToldBy(told.firstLostId(), told.detail()));
  }

  private void write(Gap gap) {
    Payload payload = new Payload.DataLossAccepted(gap.firstLost(), gap.told());
    Gap.Acceptance acceptance = gap.acceptance();
    EventDraft draft = new EventDraft("", "", acceptance.by(), acceptance.reason(), 0, payload);
    try {
      Durable.await(append.apply(draft));
    } catch (EventStoreException e) {
      throw opening.unwritten("that the loss of events was accepted", e);
    }
  }
}
