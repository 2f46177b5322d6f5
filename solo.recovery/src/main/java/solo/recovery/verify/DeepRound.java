package solo.recovery.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.log.Logger;
import solo.core.event.EventStore;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.StateProjection;
import solo.core.recovery.SystemState;
import solo.core.vault.Seal;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;
import solo.core.verify.Kind;

/**
 * One reading of everything, in steps: the journal from its first event with each checkpoint and
 * the fold in memory on the way, then every store. For one thread at a time; to be closed.
 */
final class DeepRound implements AutoCloseable {
  private static final int EVENTS_BETWEEN_LOOKS_AT_THE_CLOCK = 64;

  /** What is read. */
  record Stores(
      EventStore events,
      CheckpointStore checkpoints,
      StateProjection projection,
      Supplier<Seal> seal,
      Supplier<List<Inspection>> inspections,
      Logger log) {}

  private final Stores stores;
  private final List<Finding> found = new ArrayList<>();
  private Optional<Proved.Position> resumed = Optional.empty();
  private JournalWalk walk;
  private Checkpoints checkpoints;
  private SystemState target;
  private boolean walked;
  private Iterator<Inspection> inspections;
  private Inspection inspection;
  private Iterator<List<Finding>> steps = Collections.emptyIterator();

  /** From the first event. */
  DeepRound(Stores stores) {
    this.stores = stores;
    walk = new JournalWalk(stores.events(), SystemState.EMPTY);
  }

  /** From where an earlier process had come to. */
  DeepRound(Stores stores, Proved.Position from) {
    this.stores = stores;
    walk = new JournalWalk(stores.events(), from.state());
    found.addAll(from.found());
    resumed = Optional.of(from);
  }

  /** Reads for so long, or one step of a store; false when all is read. */
  boolean step(long nanos) {
    if (!walked) {
      walk(System.nanoTime() + nanos);
      return true;
    }
    return inspect();
  }

  private void walk(long until) {
    try {
      for (int n = 1; !walked; n++) {
        walkOne();
        if (n % EVENTS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 && System.nanoTime() >= until) {
          return;
        }
      }
    } catch (Exception | LinkageError | StackOverflowError e) {
      found.add(unreadable("event log", e));
      endWalk();
    }
  }

  private void walkOne() throws IOException {
    if (checkpoints == null) {
      checkpoints = new Checkpoints(stores.checkpoints());
    }
    if (walk.next()) {
      checkpoints.compare(walk).ifPresent(this::mismatch);
    } else if (walk.broken()) {
      endWalk();
      return;
    } else if (target == null) {
      // What was acknowledged meanwhile, up to an id at which the fold in memory is known.
      target = stores.projection().current();
      walk.again();
      checkpoints = null;
    } else {
      // It was to end with the event that the fold in memory is at.
      throw new IllegalStateException(
          "the log ends at event %d, the state in memory is at %d"
              .formatted(walk.id(), target.id()));
    }
    if (target != null && walk.id() == target.id()) {
      compareProjection();
    }
  }

  private void compareProjection() {
    Optional<String> difference = walk.state().difference(target);
    if (difference.isEmpty()) {
      endWalk();
      return;
    }
    boolean again = resumed.isPresent();
    mismatch(
        Finding.of(
            Kind.CHECKPOINT_MISMATCH,
            Checkpoints.PROJECTION,
            "the state in memory at event %d is not the log's: %s"
                .formatted(target.id(), difference.get()),
            walk.afterGap()
                ? "the log lacks events, so the state in memory may know more: keep it with"
                    + " solo:checkpoint"
                : "fold the log anew and write a checkpoint of that",
            !walk.afterGap()));
    if (!again) {
      endWalk();
    }
  }

  /** What an earlier process had proved may be what is wrong: only a walk of one piece tells. */
  private void mismatch(Finding finding) {
    if (resumed.isEmpty()) {
      found.add(finding);
      return;
    }
    stores.log().info("the walk begins anew: {}", finding.detail());
    walk.close();
    resumed = Optional.empty();
    found.clear();
    target = null;
    checkpoints = null;
    walk = new JournalWalk(stores.events(), SystemState.EMPTY);
  }

  private void endWalk() {
    walk.close();
    found.addAll(walk.found());
    walked = true;
  }

  private boolean inspect() {
    if (inspections == null) {
      inspections = stores.inspections().get().iterator();
    }
    try {
      if (steps.hasNext()) {
        found.addAll(steps.next());
        return true;
      }
      if (!inspections.hasNext()) {
        return false;
      }
      inspection = inspections.next();
      steps = inspection.deep(stores.projection().current());
    } catch (Exception | LinkageError | StackOverflowError e) {
      found.add(unreadable(inspection.name(), e));
      steps = Collections.emptyIterator();
    }
    return true;
  }

  /** What could not be read, so that nothing is known of it. */
  static Finding unreadable(String store, Throwable why) {
    return Finding.of(
        Kind.STORE_UNREADABLE,
        store,
        "%s cannot be read: %s".formatted(store, OneLine.of(why)),
        "see the log; free space or mend the disk, then verify --deep",
        false);
  }

  /** Everything found so far. */
  List<Finding> found() {
    List<Finding> all = new ArrayList<>(found);
    if (!walked) {
      all.addAll(walk.found());
    }
    return List.copyOf(all);
  }

  /** So that the end of the round does not find it once more. */
  void mended(Finding finding) {
    found.removeIf(earlier -> Identity.of(earlier).equals(Identity.of(finding)));
  }

  /** How far the journal is read, empty before its first event. */
  Optional<Proved.Position> position() {
    return walk.last()
        .map(last -> Proved.Position.after(last, walk.state(), Carried.ofTheJournal(found())))
        .or(() -> resumed);
  }

  /** In words. */
  String progress() {
    return walked
        ? "reads " + (inspection == null ? "the stores" : inspection.name())
        : "event %d of %d".formatted(walk.id(), Math.max(walk.id(), stores.events().lastId()));
  }

  @Override
  public void close() {
    walk.close();
  }
}
