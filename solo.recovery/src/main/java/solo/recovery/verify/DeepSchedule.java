package solo.recovery.verify;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import solo.core.event.EventStoreException;
import solo.core.verify.Finding;

/**
 * The deep verify of the schedule: one round after the other, in steps, each round going on where
 * an earlier process had come to. For one thread.
 */
final class DeepSchedule implements AutoCloseable {
  /** So long does a step take. */
  static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long SAVE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final DeepRound.Stores stores;
  private final ProvedFile file;
  private final long intervalMs;
  private final long stepNanos;
  private final LongSupplier wallMs;
  private long endedMs;
  private Optional<DeepRound> round = Optional.empty();
  private long begunNanos;
  private long savedNanos;

  /**
   * Nothing is read yet.
   *
   * @param stepNanos how long a step takes, 0 for the shortest
   * @param wallMs epoch milliseconds
   */
  DeepSchedule(
      DeepRound.Stores stores,
      ProvedFile file,
      long intervalMs,
      long stepNanos,
      LongSupplier wallMs) {
    this.stores = stores;
    this.file = file;
    this.intervalMs = intervalMs;
    this.stepNanos = stepNanos;
    this.wallMs = wallMs;
  }

  /** Takes up what an earlier process has left. */
  void open() {
    Proved proved = file.read();
    endedMs = Math.min(proved.endedMs(), wallMs.getAsLong());
    round = proved.round().filter(this::isOurs).map(position -> new DeepRound(stores, position));
    begunNanos = System.nanoTime();
    savedNanos = begunNanos;
  }

  private boolean isOurs(Proved.Position position) {
    try {
      return position.isOf(stores.events());
    } catch (EventStoreException e) {
      stores.log().warn("the deep verify begins anew: {}", OneLine.of(e));
      return false;
    }
  }

  /** How long until there is something to do, 0 for now. */
  long waitMs() {
    long now = wallMs.getAsLong();
    // a clock that was set back
    endedMs = Math.min(endedMs, now);
    return round.isPresent() ? 0 : Math.max(0, endedMs + intervalMs - now);
  }

  /** One step; true when it was the last of a round. */
  boolean step() {
    if (round.isEmpty()) {
      round = Optional.of(new DeepRound(stores));
      begunNanos = System.nanoTime();
      savedNanos = begunNanos;
    }
    if (round.get().step(stepNanos)) {
      if (System.nanoTime() - savedNanos >= SAVE_EVERY_NANOS) {
        save();
      }
      return false;
    }
    return true;
  }

  /** What the round under way, or the one that has just ended, has found. */
  List<Finding> found() {
    return round.map(DeepRound::found).orElse(List.of());
  }

  /** Something that the round under way may have found is mended. */
  void mended(Finding finding) {
    round.ifPresent(open -> open.mended(finding));
  }

  /** When the round began, of this process. */
  long begunNanos() {
    return begunNanos;
  }

  /** The round is over and told. */
  void ended() {
    endedMs = wallMs.getAsLong();
    close();
    round = Optional.empty();
    save();
  }

  /** Keeps how far it is. */
  void save() {
    savedNanos = System.nanoTime();
    file.write(new Proved(endedMs, round.flatMap(DeepRound::position)));
  }

  @Override
  public void close() {
    round.ifPresent(DeepRound::close);
  }
}
