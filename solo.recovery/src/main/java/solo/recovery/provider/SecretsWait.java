package solo.recovery.provider;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.osgi.service.log.Logger;
import solo.core.vault.Seal;

/**
 * What waits for secrets: the recovery for the stores that know them, and the services that name
 * some for the vault to be unsealed. Safe for use by many threads.
 */
final class SecretsWait {
  private static final Duration STORES_WITHIN = Duration.ofSeconds(60);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

  /** Starts what waits. */
  interface Start {
    void run() throws InterruptedException;
  }

  private final Milestones milestones;
  private final ActedSeal seal;
  private final Logger log;
  private final Duration againAfter;
  private final Semaphore unsealed = new Semaphore(0);

  /** Until a plan was carried out nobody knows. */
  private volatile boolean waits = true;

  SecretsWait(Milestones milestones, ActedSeal seal, Logger log) {
    this(milestones, seal, log, AGAIN_AFTER);
  }

  SecretsWait(Milestones milestones, ActedSeal seal, Logger log, Duration againAfter) {
    this.milestones = milestones;
    this.seal = seal;
    this.log = log;
    this.againAfter = againAfter;
  }

  /** A store that never comes back must not keep the container down: nobody gets in by that. */
  void awaitStores(BooleanSupplier stopping) throws InterruptedException {
    List<String> missing = milestones.awaitRestored(STORES_WITHIN, stopping);
    if (!missing.isEmpty()) {
      log.error(
          "not restored within {} s: {}; the services are started without",
          STORES_WITHIN.toSeconds(),
          missing);
    }
  }

  /** As it is now. */
  Seal seal() {
    return seal.now();
  }

  /** A plan was carried out. */
  void acted(RecoveryPlan plan, Seal by) {
    waits = plan.waitsForVault();
    seal.acted(by);
  }

  /**
   * Whether there is something to start: the vault is open, and something waits for it. Where
   * nothing does, all that the open vault allows runs already.
   */
  boolean areWaitedFor() {
    boolean open = seal.now() == Seal.OPEN;
    if (open && !waits) {
      seal.acted(Seal.OPEN);
    }
    return open && waits;
  }

  /** The vault can be read. */
  void unsealed() {
    unsealed.release();
  }

  /** Starts what waits after each unseal, until the stop. What throws is tried again. */
  void startAfterUnseals(Start start, BooleanSupplier stopping) throws InterruptedException {
    unsealed.acquire();
    while (!stopping.getAsBoolean()) {
      if (starts(start, stopping)) {
        unsealed.acquire();
      } else {
        unsealed.tryAcquire(againAfter.toMillis(), TimeUnit.MILLISECONDS);
      }
    }
  }

  private boolean starts(Start start, BooleanSupplier stopping) throws InterruptedException {
    try {
      start.run();
      return true;
    } catch (RuntimeException e) {
      if (!stopping.getAsBoolean()) {
        log.error("the services that wait for the vault were not all started; tried again", e);
      }
      return false;
    }
  }
}
