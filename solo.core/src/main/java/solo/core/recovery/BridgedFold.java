package solo.core.recovery;

import java.util.Optional;
import java.util.function.LongSupplier;
import solo.core.event.Event;

/**
 * Folds a log that may lack events. Where some were lost the first checkpoint after them counts: it
 * was taken when they were still there. What retention took out is not lost: what is kept of it is
 * enough. No I/O. For one thread.
 */
public final class BridgedFold {
  private final LongSupplier takenOutThrough;
  private Fold fold;
  private boolean afterGap;

  /**
   * Events that were lost.
   *
   * @param first the id of the first
   * @param last the id of the last
   */
  public record Gap(long first, long last) {}

  /**
   * Goes on from a state.
   *
   * @param takenOutThrough the last event that retention took out, 0 for none; asked where ids are
   *     missing
   */
  public BridgedFold(SystemState from, LongSupplier takenOutThrough) {
    fold = new Fold(from);
    this.takenOutThrough = takenOutThrough;
  }

  /**
   * Takes the next event. One that was taken already changes nothing.
   *
   * @return what was lost right before it, empty for nothing
   */
  public Optional<Gap> take(Event event) {
    Optional<Gap> gap = Optional.empty();
    if (event.id() > fold.id() + 1) {
      gap = before(event.id());
      afterGap |= gap.isPresent();
      fold.skipTo(event.id());
    }
    fold.apply(event);
    return gap;
  }

  private Optional<Gap> before(long id) {
    long first = Math.max(fold.id(), takenOutThrough.getAsLong()) + 1;
    return first < id ? Optional.of(new Gap(first, id - 1)) : Optional.empty();
  }

  /**
   * Goes on from a checkpoint, if it is the first after a gap.
   *
   * @return whether it did; else the checkpoint is to be the same as {@link #state}
   * @throws IllegalArgumentException when it is not of the event that was taken last
   */
  public boolean adopt(SystemState checkpoint) {
    if (checkpoint.id() != fold.id()) {
      throw new IllegalArgumentException(
          "a checkpoint of event %d at event %d".formatted(checkpoint.id(), fold.id()));
    }
    boolean first = afterGap;
    if (first) {
      fold = new Fold(checkpoint);
      afterGap = false;
    }
    return first;
  }

  /**
   * Whether events were lost, and no checkpoint has told since what they did: the state is then
   * less than what was acknowledged.
   */
  public boolean afterGap() {
    return afterGap;
  }

  /** The id of the last event taken, or stepped over. */
  public long id() {
    return fold.id();
  }

  /** The state now; later events do not change it. */
  public SystemState state() {
    return fold.state();
  }
}
