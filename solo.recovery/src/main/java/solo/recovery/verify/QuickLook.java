package solo.recovery.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import solo.core.deploy.Inventory;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;
import solo.core.verify.Kind;

/**
 * Everything that a verify of either depth looks at. Costs what the services and the tail of the
 * log cost. What cannot be read becomes a finding, and the rest is looked at all the same. For one
 * thread, once.
 */
final class QuickLook {
  /** A longer tail is left to the deep verify, but for its end. */
  static final int LONGEST_TAIL = 20_000;

  private static final int EVENTS_BETWEEN_LOOKS_AT_THE_STOP = 64;

  /** One part of it. */
  private interface Part {
    void look() throws Exception;
  }

  private final DeepRound.Stores stores;
  private final Inventory inventory;
  private final BooleanSupplier stopping;
  private final List<Suspicion> found = new ArrayList<>();
  private Confirmation.Result services = new Confirmation.Result(0, 0, 0, List.of());

  QuickLook(DeepRound.Stores stores, Inventory inventory, BooleanSupplier stopping) {
    this.stores = stores;
    this.inventory = inventory;
    this.stopping = stopping;
  }

  /**
   * Looks.
   *
   * @param alone whether no deploy can be under way
   * @throws Stopped when the container stops, which takes services down in order
   * @throws InterruptedException when the calling thread is interrupted
   */
  Look look(boolean alone) throws InterruptedException {
    part("projection", this::projection);
    part("services", () -> services(alone));
    part("event log", this::tail);
    for (Inspection inspection : stores.inspections().get()) {
      part(inspection.name(), () -> store(inspection));
    }
    return new Look(
        stores.events().lastId(), services.expected(), services.running(), services.busy(), found);
  }

  private void part(String name, Part part) throws InterruptedException {
    unlessStopping();
    try {
      part.look();
    } catch (Stopped | InterruptedException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError e) {
      unlessStopping();
      stores.log().error("{} cannot be verified", name, e);
      add(List.of(DeepRound.unreadable(name, e)));
    }
  }

  private void unlessStopping() throws InterruptedException {
    Stopped.check(stopping);
  }

  private void add(List<Finding> findings) {
    findings.forEach(finding -> found.add(Suspicion.of(finding)));
  }

  private void projection() {
    long last = stores.events().lastId();
    SystemState fold = stores.projection().current();
    if (fold.id() < last) {
      add(
          List.of(
              Finding.of(
                  Kind.CHECKPOINT_MISMATCH,
                  Checkpoints.PROJECTION,
                  "the state in memory is at event %d, the log at %d".formatted(fold.id(), last),
                  "fold the log anew and write a checkpoint of that",
                  true)));
    }
  }

  private void services(boolean alone) {
    services = new Confirmation(stores.projection()::current, stores.seal(), inventory).look(alone);
    found.addAll(services.confirmed());
  }

  private void tail() throws IOException, InterruptedException {
    Checkpoints checkpoints = new Checkpoints(stores.checkpoints());
    add(checkpoints.unusable());
    long newest = Math.max(checkpoints.newest(), stores.events().lastId() - LONGEST_TAIL);
    long after = JournalWalk.wholeGap(stores.events(), newest);
    SystemState from = new SystemState(after, true, true, Collections.emptySortedMap());
    try (JournalWalk walk = new JournalWalk(stores.events(), from)) {
      for (int n = 1; walk.next(); n++) {
        if (n % EVENTS_BETWEEN_LOOKS_AT_THE_STOP == 0) {
          unlessStopping();
        }
      }
      add(walk.found());
    }
  }

  private void store(Inspection inspection) {
    add(inspection.quick(stores.projection().current()));
  }
}
