package solo.core.stop;

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
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.deploy.Restoration;
import solo.core.event.EventStore;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.Checkpointer;

/**
 * Stops in order, however the stop came about: every way leads to the framework's STOPPING, which
 * its synchronous listeners see while all services are still there. The work is done in that call,
 * so the framework waits for it.
 */
@Component(immediate = true, service = Shutdown.class)
public final class OrderedStop implements Shutdown, SynchronousBundleListener {
  private final BundleContext context;
  private final Authorization authorization;
  private final EventStore events;
  private final FatalExit fatal;
  private final Logger log;
  private final AtomicReference<StopCause> cause = new AtomicReference<>();
  private final AtomicBoolean begun = new AtomicBoolean();

  /** Dynamic, so that the deployer may in turn ask whether a stop has begun. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Restoration services;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Checkpointer checkpointer;

  /** Listens from now on. */
  @Activate
  public OrderedStop(
      BundleContext context,
      @Reference Authorization authorization,
      @Reference EventStore events,
      @Reference FatalExit fatal,
      @Reference(service = LoggerFactory.class) Logger log) {
    this.context = context;
    this.authorization = authorization;
    this.events = events;
    this.fatal = fatal;
    this.log = log;
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
  public void bundleChanged(BundleEvent event) {
    boolean framework = event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID;
    if (framework && event.getType() == BundleEvent.STOPPING && begun.compareAndSet(false, true)) {
      cause.compareAndSet(null, StopCause.FRAMEWORK);
      stopInOrder();
    }
  }

  private void stopInOrder() {
    StopPhases phases =
        new StopPhases(
            events, Optional.ofNullable(services), Optional.ofNullable(checkpointer), log);
    StopPhases.Outcome outcome = phases.run(cause.get());
    if (outcome.failure().isPresent()) {
      fatal.exit(ExitCode.STOP_FAILED, "the stop failed: " + outcome.failure().get());
    } else if (!outcome.stragglers().isEmpty()) {
      // All is durable; the framework would wait for them in vain.
      fatal.exit(ExitCode.OK, "ends without waiting for " + outcome.stragglers());
    }
  }

  private void stopFramework() {
    try {
      context.getBundle(Constants.SYSTEM_BUNDLE_ID).stop();
    } catch (BundleException e) {
      fatal.exit(ExitCode.STOP_FAILED, "the framework cannot be stopped: " + e.getMessage());
    }
  }
}
