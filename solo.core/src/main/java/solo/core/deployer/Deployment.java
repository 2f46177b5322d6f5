package solo.core.deployer;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.osgi.service.log.Logger;
import solo.core.capability.Caller;
import solo.core.deploy.Artifacts.Kept;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.ServiceSpec;
import solo.core.deployer.DeployEvents.Scribe;
import solo.core.event.Event;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.StateProjection;

/**
 * One deploy, from the file to the acknowledged event. For the operation on its key.
 *
 * <p>The order matters: bytes durable, intent durable, install, resolve, stop what ran, start,
 * event durable. What ran before is stopped only when the new bundle resolves, and is removed only
 * when the deploy is durable.
 */
final class Deployment {
  private final Admission admission;
  private final Claims claims;
  private final DeployEvents events;
  private final StateProjection projection;
  private final Stage stage;
  private final BooleanSupplier stopping;
  private final Logger logger;

  /** The parts of a deploy that change the framework. */
  record Stage(
      BundleHost host,
      TenantWiring wiring,
      Starter starter,
      Retirement retirement,
      Recovery recovery,
      Instances instances) {}

  Deployment(
      Admission admission,
      Claims claims,
      DeployEvents events,
      StateProjection projection,
      Stage stage,
      BooleanSupplier stopping,
      Logger logger) {
    this.admission = admission;
    this.claims = claims;
    this.events = events;
    this.projection = projection;
    this.stage = stage;
    this.stopping = stopping;
    this.logger = logger;
  }

  /** Returns when the service is active and its deploy durable. */
  void deploy(DeployRequest request, Caller caller) throws DeployException {
    Scribe scribe = new Scribe(request.key(), caller, request.reason());
    Kept kept = keep(request, scribe);
    Failpoint.reach("deploy.kept");
    try {
      ServiceSpec spec = admit(request, scribe, kept);
      boolean update = projection.current().service(request.key()).standing() == Standing.DEPLOYED;
      Event intent = events.deploying(scribe, spec, update, request.retry());
      Failpoint.reach("deploy.intent");
      replace(scribe, intent, spec, update);
    } finally {
      claims.release(kept.digest());
    }
  }

  private Kept keep(DeployRequest request, Scribe scribe) throws DeployException {
    try {
      Kept kept = admission.keep(request.file());
      while (!claims.claim(kept)) {
        kept = admission.keep(request.file());
      }
      return kept;
    } catch (DeployException e) {
      if (e.why() == Cause.DISK_FULL) {
        throw e;
      }
      String digest = Intake.digestOf(request.file());
      throw events.failed(scribe, 0, digest, OneLine.of(request.source()), e);
    }
  }

  private ServiceSpec admit(DeployRequest request, Scribe scribe, Kept kept)
      throws DeployException {
    try {
      return admission.admit(
          request, scribe.caller(), kept, projection.current().service(request.key()));
    } catch (DeployException e) {
      throw events.failed(scribe, 0, kept.digest(), OneLine.of(request.source()), e);
    }
  }

  private void replace(Scribe scribe, Event intent, ServiceSpec spec, boolean update)
      throws DeployException {
    long begin = System.nanoTime();
    Optional<Instance> old = stage.instances().current(scribe.key());
    Optional<Instances.Fault> fault = stage.instances().fault(scribe.key());
    Optional<Instance> incoming = Optional.empty();
    try {
      incoming = Optional.of(stage.host().install(scribe.key(), spec, intent.id()));
      Failpoint.reach("deploy.installed");
      switchTo(incoming.get(), old);
      Failpoint.reach("deploy.started");
      long durationMs = (System.nanoTime() - begin) / 1_000_000;
      Event deployed = events.deployed(scribe, intent, update, durationMs);
      incoming.get().acknowledged(deployed.id());
      Failpoint.reach("deploy.durable");
      logger.info("deployed {} by event {}", incoming.get(), deployed.id());
    } catch (DeployException | RuntimeException | Error e) {
      incoming.ifPresent(stage.retirement()::retire);
      if (!stopping.getAsBoolean()) {
        old.ifPresent(stage.recovery()::putBack);
      }
      fault.ifPresent(f -> stage.instances().fault(scribe.key(), f.reason()));
      throw failed(scribe, intent, spec, e);
    } finally {
      incoming.ifPresent(i -> stage.wiring().settled(i.bundle()));
    }
    old.ifPresent(stage.retirement()::retire);
    Failpoint.reach("deploy.acked-before-return");
  }

  private void switchTo(Instance incoming, Optional<Instance> old) throws DeployException {
    old.ifPresent(o -> stage.wiring().replacing(incoming.bundle(), o.bundle()));
    stage.host().resolve(incoming);
    if (old.isPresent()) {
      stage.retirement().stop(old.get());
      Failpoint.reach("update.old-stopped");
    }
    stage.instances().put(incoming);
    stage.starter().start(incoming);
  }

  private DeployException failed(Scribe scribe, Event intent, ServiceSpec spec, Throwable failure) {
    if (stopping.getAsBoolean()) {
      // The intent stays open: the next start closes it and tries the file again.
      return new DeployException(Cause.SHUTTING_DOWN, "Solo is shutting down", 0);
    }
    DeployException why =
        failure instanceof DeployException known
            ? known
            : new DeployException(Cause.START_FAILED, "it failed: " + OneLine.of(failure), 0);
    return events.failed(scribe, intent.id(), spec.digest(), spec.source(), why);
  }
}
