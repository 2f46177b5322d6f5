package solo.recovery.past;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import solo.core.event.Event;

/**
 * A value that follows events, and those among them that it rests on: applied alone they make the
 * same value, which is tried each time some are left out. For one thread.
 */
final class Resting<S> {

  /** How an event changes the value. Pure. */
  interface Step<S> {
    /** The value after the event; an equal one where it says nothing. */
    S after(S before, Event event);
  }

  /** So many are looked through one by one. */
  private static final int FEW = 64;

  private static final int FIRST = 6;

  private final S empty;
  private final Step<S> step;
  private final Function<S, Set<Long>> guess;
  private List<Event> kept = new ArrayList<>();
  private S value;
  private int most = FIRST;

  /**
   * Begun empty.
   *
   * @param guess the events that make a value, as far as it tells
   */
  Resting(S empty, Step<S> step, Function<S, Set<Long>> guess) {
    this.empty = empty;
    this.step = step;
    this.guess = guess;
    value = empty;
  }

  S value() {
    return value;
  }

  boolean isEmpty() {
    return value.equals(empty);
  }

  void apply(Event event) {
    S after = step.after(value, event);
    if (after.equals(value)) {
      return;
    }
    value = after;
    kept.add(event);
    if (kept.size() > most) {
      reduce();
      most = Math.max(FIRST, 2 * kept.size());
    }
  }

  /** Ids, ascending. */
  List<Long> restsOn() {
    reduce();
    return kept.stream().map(Event::id).toList();
  }

  private void reduce() {
    Set<Long> guessed = guess.apply(value);
    List<Event> few = kept.stream().filter(event -> guessed.contains(event.id())).toList();
    if (isEnough(few)) {
      kept = new ArrayList<>(few);
    } else if (kept.size() <= FEW) {
      leaveOut();
    }
  }

  /** Each that can be spared, the oldest first. */
  private void leaveOut() {
    for (Event event : List.copyOf(kept)) {
      List<Event> without = new ArrayList<>(kept);
      without.removeAll(Collections.singleton(event));
      if (isEnough(without)) {
        kept = without;
      }
    }
  }

  private boolean isEnough(List<Event> events) {
    S made = empty;
    for (Event event : events) {
      made = step.after(made, event);
    }
    return made.equals(value);
  }
}
