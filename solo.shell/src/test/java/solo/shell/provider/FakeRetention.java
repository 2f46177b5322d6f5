package solo.shell.provider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.retention.Retention;
import solo.core.retention.RetentionException;

/** A log of five segments, of which three may go once. */
final class FakeRetention implements Retention {
  private final FakeContainer container;
  private boolean gone;
  List<String> troubles = List.of();

  FakeRetention(FakeContainer container) {
    this.container = container;
  }

  @Override
  public Status status() {
    return gone
        ? new Status(301, 12, 480, 2, 131072, 3, 20480)
        : new Status(1, 0, 479, 5, 327680, 0, 0);
  }

  @Override
  public Plan plan(Caller caller) {
    return gone
        ? new Plan(0, 0, 0, Action.ARCHIVE, "older than 30 days")
        : new Plan(300, 3, 196608, Action.ARCHIVE, "older than 30 days");
  }

  @Override
  public Optional<Event> apply(Caller caller, String reason, Consumer<String> progress)
      throws RetentionException {
    if (!troubles.isEmpty()) {
      throw new RetentionException(troubles.get(0), null);
    }
    container.reasons.add(reason);
    gone = true;
    Payload applied = new Payload.RetentionApplied(300, "l", "b", 12, "archive", 3, 196608);
    EventDraft draft = EventDraft.ofSystem(caller, reason, 0, applied);
    return Optional.of(new Event(480, Instant.EPOCH, new UUID(0, 1), draft));
  }

  @Override
  public List<String> troubles() {
    return troubles;
  }
}
