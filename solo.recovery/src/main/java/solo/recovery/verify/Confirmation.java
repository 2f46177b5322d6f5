package solo.recovery.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import solo.core.deploy.Inventory;
import solo.core.deploy.Inventory.LiveBundle;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;

/**
 * Compares the log with the framework while deploys run: what looks wrong is looked at again with
 * nothing under way for its service. For one thread, once.
 */
final class Confirmation {
  private static final Duration ONE = Duration.ofMillis(500);
  private static final Duration ALL = Duration.ofSeconds(10);

  /** Once many were busy the others still get this: what is idle answers at once. */
  private static final Duration LEAST = Duration.ofMillis(20);

  /**
   * What holds.
   *
   * @param expected how many services should run
   * @param running how many of those run as logged
   * @param busy how many services could not be judged
   */
  record Result(int expected, int running, int busy, List<Suspicion> confirmed) {}

  private final Supplier<SystemState> fold;
  private final Supplier<Seal> seal;
  private final Inventory inventory;
  private final Set<ServiceKey> expected = new HashSet<>();
  private final Set<ServiceKey> running = new HashSet<>();
  private final List<Suspicion> confirmed = new ArrayList<>();
  private final long end;
  private int busy;

  Confirmation(Supplier<SystemState> fold, Supplier<Seal> seal, Inventory inventory) {
    this(fold, seal, inventory, ALL);
  }

  /** Waits for busy services no longer than this in all, or little longer. */
  Confirmation(Supplier<SystemState> fold, Supplier<Seal> seal, Inventory inventory, Duration all) {
    this.fold = fold;
    this.seal = seal;
    this.inventory = inventory;
    end = System.nanoTime() + all.toNanos();
  }

  /**
   * Looks, and once more at what looks wrong.
   *
   * @param alone whether nothing can be under way, as before the container is ready
   */
  Result look(boolean alone) {
    Comparison.Result first = Comparison.of(fold.get(), seal.get(), inventory.bundles());
    expected.addAll(first.expected());
    running.addAll(first.running());
    if (alone) {
      confirmed.addAll(first.suspicions());
    } else {
      confirmed.addAll(strays(first));
      suspects(first).forEach(this::again);
    }
    return new Result(expected.size(), running.size(), busy, List.copyOf(confirmed));
  }

  private static SortedSet<ServiceKey> suspects(Comparison.Result first) {
    return first.suspicions().stream()
        .flatMap(suspicion -> suspicion.key().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Nothing can be held for a bundle of no service; it counts when it is there twice. */
  private List<Suspicion> strays(Comparison.Result first) {
    List<Suspicion> strays = first.suspicions().stream().filter(s -> s.key().isEmpty()).toList();
    if (strays.isEmpty()) {
      return strays;
    }
    Set<Long> still =
        inventory.bundles().stream()
            .filter(bundle -> bundle.key().isEmpty())
            .map(LiveBundle::bundleId)
            .collect(Collectors.toSet());
    return strays.stream()
        .filter(s -> still.contains(s.bundle().orElseThrow().bundleId()))
        .toList();
  }

  private void again(ServiceKey key) {
    Duration left = Duration.ofNanos(end - System.nanoTime());
    Duration most = left.compareTo(ONE) < 0 ? left : ONE;
    Optional<Inventory.Quiet> held = inventory.quiet(key, most.compareTo(LEAST) < 0 ? LEAST : most);
    if (held.isEmpty()) {
      busy++;
      return;
    }
    try (Inventory.Quiet quiet = held.get()) {
      Comparison.Result again = Comparison.of(fold.get(), seal.get(), inventory.bundles(), key);
      expected.remove(key);
      running.remove(key);
      expected.addAll(again.expected());
      running.addAll(again.running());
      confirmed.addAll(again.suspicions());
    }
  }
}
