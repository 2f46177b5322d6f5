package solo.core.stop;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.deploy.Restoration;
import solo.core.event.EventStore;
import solo.core.lifecycle.DurableStore;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.Checkpointer;

/**
 * Stops in order, however the stop came about: every way leads to the framework's STOPPING, which
 * its synchronous listeners see while all services are still there. The work is done in that call,
 * so the framework waits for it.
 */
@Component(
    immediate = true,
    service = Shutdown.class,
    configurationPid = "solo.core.stop",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = StopConfig.class)
public final class OrderedStop implements Shutdown, SynchronousBundleListener {
  private final BundleContext context;
  private final StopBudget budget;
  private final Authorization authorization;
  private final EventStore events;
  private final FatalExit fatal;
  private final Launcher launcher;
  private final Logger log;
  private final AtomicReference<StopCause> cause = new AtomicReference<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile Progress progress;
  private volatile Deadline ended;

  /** Dynamic, so that the deployer may in turn ask whether a stop has begun. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Restoration services;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Checkpointer checkpointer;

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  volatile List<DurableStore> stores = List.of();

  /** Listens from now on. */
  @Activate
  public OrderedStop(
      BundleContext context,
      StopConfig config,
      @Reference Authorization authorization,
      @Reference EventStore events,
      @Reference FatalExit fatal,
      @Reference Launcher launcher,
      @Reference(service = LoggerFactory.class) Logger log) {
    this.context = context;
    this.budget = StopBudget.of(config);
    this.authorization = authorization;
    this.events = events;
    this.fatal = fatal;
    this.launcher = launcher;
    this.log = log;
    launcher.stopTakes(budget.total());
    context.addBundleListener(this);
  }

  @Deactivate
  void deactivate() {
    context.removeBundleListener(this);
  }

  @Override
  public void shutdown(Caller caller, String reason) {
    authorization.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    if (cause.compareAndSet(null, StopCause.asked(caller, reason))) {
      new Thread(this::stopFramework, "solo-shutdown").start();
    }
  }

  @Override
  public boolean stopping() {
    return cause.get() != null;
  }

  @Override
  public Optional<Progress> progress() {
    return Optional.ofNullable(progress);
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    boolean framework = event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID;
    if (framework && event.getType() == BundleEvent.STOPPING && begun.compareAndSet(false, true)) {
      cause.compareAndSet(null, StopCause.ofFramework(launcher.trigger()));
      stopInOrder();
    }
  }

  private void stopInOrder() {
    ended = Deadline.after(budget.total());
    Deadline closed = budget.closed();
    StopPhases.Parts parts =
        new StopPhases.Parts(
            events,
            Optional.ofNullable(services),
            Optional.ofNullable(checkpointer),
            List.copyOf(stores));
    StopPhases.Outcome outcome = new StopPhases(parts, budget, this::enter, log).run(cause.get());
    if (outcome.code() == ExitCode.IO_FAILURE) {
      fatal.exit(outcome.code(), "the stop failed: " + outcome.failure());
    } else {
      close(outcome, closed);
    }
  }

  private void close(StopPhases.Outcome outcome, Deadline closed) {
    enter(Phase.CLOSE);
    Steps closing = new Steps(log);
    closing.run("close of Solo's parts", closed.left(), this::closeOwn);
    String failure = outcome.failure().isEmpty() ? closing.failure() : outcome.failure();
    if (!failure.isEmpty()) {
      launcher.endsWithin(Phase.CLOSE, budget.framework());
      fatal.exit(ExitCode.STOP_FAILED, "the stop failed: " + failure);
    } else if (!outcome.stragglers().isEmpty()) {
      // All is durable and closed; the framework would wait for them in vain.
      launcher.endsWithin(Phase.CLOSE, budget.framework());
      fatal.exit(ExitCode.OK, "ends without waiting for " + outcome.stragglers());
    }
  }

  private Object closeOwn() throws BundleException {
    new OwnBundles(context).close();
    return null;
  }

  private void enter(Phase phase) {
    progress = new Progress(cause.get().trigger(), phase, Instant.now());
    launcher.endsWithin(phase, ended.left());
  }

  private void stopFramework() {
    try {
      context.getBundle(Constants.SYSTEM_BUNDLE_ID).stop();
    } catch (BundleException e) {
      fatal.exit(ExitCode.STOP_FAILED, "the framework cannot be stopped: " + e.getMessage());
    }
  }
}
