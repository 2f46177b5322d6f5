package solo.core.directory;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.log.Logger;
import org.osgi.util.promise.Promise;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Caller;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Deployer;
import solo.core.deploy.ServiceStatus;
import solo.core.directory.DirectoryPlan.Act;
import solo.core.directory.DirectoryPlan.Step;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;

/**
 * Carries out steps, some at a time, in the order they were given. A service is busy from when its
 * step is given until the deployer has answered. Safe for use by many threads.
 */
final class Work implements AutoCloseable {
  private static final String SOURCE = "directory:";

  private final Deployer deployer;
  private final Patience patience;
  private final Clock clock;
  private final Logger log;
  private final Runnable whenIdle;
  private final ExecutorService threads;
  private final Set<ServiceKey> busy = new HashSet<>();
  private boolean alone;

  /**
   * Starts no thread yet.
   *
   * @param whenIdle told when the last step has ended
   */
  Work(Surroundings around, int parallel, Patience patience, Runnable whenIdle) {
    this.deployer = around.deployer();
    this.clock = around.clock();
    this.log = around.log();
    this.patience = patience;
    this.whenIdle = whenIdle;
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newFixedThreadPool(
            parallel,
            task -> {
              Thread thread = new Thread(task, "solo-directory-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The services whose steps have not ended. */
  synchronized Set<ServiceKey> busy() {
    return Set.copyOf(busy);
  }

  /** Whether a step is under way that is to have nothing beside it. */
  synchronized boolean alone() {
    return alone;
  }

  /**
   * Takes a step over.
   *
   * @param sighting of the file, null for a kill
   */
  void give(Step step, Sighting sighting) {
    synchronized (this) {
      busy.add(step.key());
      alone = step.act() == Act.DEPLOY_ALONE;
    }
    threads.execute(
        () -> {
          try {
            run(step, sighting);
          } finally {
            end(step.key());
          }
        });
  }

  private void end(ServiceKey key) {
    boolean idle;
    synchronized (this) {
      busy.remove(key);
      idle = busy.isEmpty();
      alone = alone && !idle;
    }
    if (idle) {
      whenIdle.run();
    }
  }

  private void run(Step step, Sighting sighting) {
    try {
      if (step.act() == Act.KILL) {
        await(kill(step.key()));
      } else if (Stamp.of(sighting.path()).equals(sighting.stamp())) {
        await(deploy(step.key(), sighting));
      }
      patience.done(step.key());
    } catch (IOException e) {
      log.debug("the file of {} is gone: {}", step.key(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (DeployException e) {
      if (step.act() == Act.KILL && e.why() == DeployException.Cause.NOT_FOUND) {
        return;
      }
      failed(step, e.why() == DeployException.Cause.UNRESOLVED, e.getMessage(), e.eventId());
    } catch (AccessDeniedException e) {
      failed(step, false, e.getMessage(), 0);
    } catch (RuntimeException e) {
      log.error("the file of {} could not be deployed", step.key(), e);
      failed(step, false, e.toString(), 0);
    }
  }

  private Promise<ServiceStatus> kill(ServiceKey key) {
    return deployer.kill(key, "removed from the deploy directory", Caller.directory(key.tenant()));
  }

  private Promise<ServiceStatus> deploy(ServiceKey key, Sighting sighting) {
    DeployRequest request = DeployRequest.of(key, sighting.path(), SOURCE + sighting.name(), "");
    return deployer.deploy(request, Caller.directory(key.tenant()));
  }

  private static void await(Promise<ServiceStatus> promise)
      throws InterruptedException, DeployException {
    Throwable failure = promise.getFailure();
    if (failure instanceof DeployException refused) {
      throw refused;
    } else if (failure != null) {
      throw new IllegalStateException(failure);
    }
  }

  private void failed(Step step, boolean unresolved, String reason, long eventId) {
    patience.failed(step.key(), step.digest(), reason, unresolved, clock.monotonicMs());
    if (eventId == 0) {
      log.warn("the file of {} waits: {}", step.key(), Printable.escape(reason));
    } // else the deployer has logged it with its event
  }

  /** Gives up what has not begun; what is under way is the deployer's. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
