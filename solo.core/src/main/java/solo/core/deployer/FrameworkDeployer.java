package solo.core.deployer;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
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
import org.osgi.util.promise.Promise;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.deploy.Artifacts;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Deployer;
import solo.core.deploy.Gate;
import solo.core.deploy.Inventory;
import solo.core.deploy.Restoration;
import solo.core.deploy.ServiceStatus;
import solo.core.deployer.DeployEvents.Scribe;
import solo.core.event.EventStore;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.StartNotes;
import solo.core.recovery.StateProjection;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;
import solo.core.vault.Vault;

/** Deploys into the framework that it runs in. */
@Component(
    service = {Deployer.class, Restoration.class, Inventory.class},
    configurationPid = "solo.core.deployer",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = DeployerConfig.class)
public final class FrameworkDeployer implements Deployer, Restoration, Inventory {
  /** When Solo's own bundles are restarted, operations under way get so long to end. */
  static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

  /** After the interrupt, a start or a stop that obeys it gets so long to come back. */
  static final Duration GRACE = Duration.ofMillis(250);

  private final Authorization authorization;
  private final ThreadPoolExecutor threads;
  private final BundleLanes lanes;
  private final ServiceRegistration<ResolverHookFactory> hook;
  private final ServiceQueues queues;
  private final Statuses statuses;
  private final Deployment deployment;
  private final Killing killing;
  private final Operations operations;
  private final Restoring restoring;
  private final Inventory inventory;
  private final OrderlyStop orderlyStop;
  private final Duration closeWithin;
  private final List<Runnable> closings;
  private volatile boolean stopping;
  private volatile boolean closing;

  /** Dynamic, since the stop in turn asks the deployer to stop the services. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Shutdown shutdown;

  /** Dynamic: only a bundle that names secrets needs it. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Vault vault;

  /** Puts the parts together; nothing is deployed before {@link #release}. */
  @Activate
  public FrameworkDeployer(
      BundleContext context,
      DeployerConfig config,
      @Reference EventStore store,
      @Reference StateProjection projection,
      @Reference Authorization authorization,
      @Reference Artifacts artifacts,
      @Reference Gate gate,
      @Reference Directories directories,
      @Reference StartNotes notes,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(
        context,
        config,
        store,
        projection,
        authorization,
        artifacts,
        gate,
        directories,
        notes,
        logger,
        new BundleLanes(GRACE),
        CLOSE_WITHIN);
  }

  FrameworkDeployer(
      BundleContext context,
      DeployerConfig config,
      EventStore store,
      StateProjection projection,
      Authorization authorization,
      Artifacts artifacts,
      Gate gate,
      Directories directories,
      StartNotes notes,
      Logger logger,
      BundleLanes lanes,
      Duration closeWithin) {
    this.authorization = authorization;
    this.lanes = lanes;
    this.closeWithin = closeWithin;
    threads = operationThreads();
    queues = new ServiceQueues(threads);
    BundleLinks links = new BundleLinks(directories.data().resolve("links"));
    TenantWiring wiring = new TenantWiring(links);
    hook = context.registerService(ResolverHookFactory.class, wiring, null);
    Instances instances = new Instances();
    BundleHost host = new BundleHost(context, artifacts, links, wiring, instances, logger);
    Starter starter = new Starter(lanes, notes, logger);
    Retirement retirement = new Retirement(starter, lanes, host, instances, threads, logger);
    Recovery recovery = new Recovery(artifacts, host, starter, retirement, instances, logger);
    NamedSecrets secrets =
        new NamedSecrets(authorization, () -> Seal.of(context), () -> Optional.ofNullable(vault));
    statuses = new Statuses(projection, instances, queues::isOpen, secrets);
    Rewiring rewiring = new Rewiring(queues, host, retirement, recovery, instances, logger);
    retirement.afterwards(rewiring::rewire);
    DeployEvents events = new DeployEvents(store, logger);
    closings = List.of(host::close, starter::close, events::close);
    Intake intake = new Intake(artifacts, config.maxArtifactBytes());
    deployment =
        new Deployment(
            new Admission(intake, gate, notes, config, secrets),
            new Claims(artifacts, projection, logger),
            events,
            projection,
            new Deployment.Stage(host, wiring, starter, retirement, recovery, instances),
            this::isStopping,
            logger);
    killing = new Killing(events, projection, retirement, instances, logger);
    Aftermath aftermath =
        new Aftermath(rewiring, queues, recovery, instances, projection, this::isStopping, logger);
    operations = new Operations(queues, threads, statuses, aftermath, this::refusal, logger);
    Eviction eviction = new Eviction(host, lanes, threads, config.stopTimeoutMs(), logger);
    eviction.afterwards(bundle -> rewiring.rewire(links.tenantOf(bundle.getLocation())));
    Leftovers leftovers = new Leftovers(context, links, instances, eviction, rewiring, logger);
    leftovers.removeLinks();
    restoring =
        new Restoring(
            recovery, host, instances, projection, queues, aftermath, leftovers, this::isStopping);
    orderlyStop = new OrderlyStop(queues, starter, events, instances, logger);
    inventory =
        new FrameworkInventory(
            context,
            links,
            instances,
            new FrameworkInventory.Removal(queues, retirement, eviction, rewiring),
            this::isStopping);
  }

  private static ThreadPoolExecutor operationThreads() {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        30,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        run -> BundleLanes.daemon(run, "solo-deployer-" + number.incrementAndGet()),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /**
   * Ends the operations under way, within a bound. Services run on: where Solo's bundles are merely
   * restarted or refreshed, the next deployer replaces them. See {@link Leftovers}.
   */
  @Deactivate
  void close() {
    Duration limit = isStopping() ? Duration.ZERO : closeWithin;
    closing = true;
    queues.open();
    boolean idle = queues.awaitIdle(limit);
    // What is still under way must not disturb the next deployer.
    closings.forEach(Runnable::run);
    if (idle) {
      threads.shutdown();
      lanes.close();
    }
    hook.unregister();
  }

  /** Why nothing is begun any more, empty as long as it is. */
  private Optional<String> refusal() {
    if (!isStopping()) {
      return Optional.empty();
    }
    return Optional.of(
        closing && !stopping
            ? "Solo's own bundles are being restarted; try again when it is ready"
            : "Solo is shutting down");
  }

  private boolean isStopping() {
    Shutdown stop = shutdown;
    return stopping || closing || (stop != null && stop.stopping());
  }

  @Override
  public Promise<ServiceStatus> deploy(DeployRequest request, Caller caller) {
    require(caller, Permission.DEPLOY, request.key());
    return operations.submit(request.key(), () -> deployment.deploy(request, caller));
  }

  @Override
  public Promise<ServiceStatus> kill(ServiceKey key, String reason, Caller caller) {
    require(caller, Permission.KILL, key);
    return operations.submit(key, () -> killing.kill(new Scribe(key, caller, reason)));
  }

  @Override
  public List<ServiceStatus> services(Caller caller) {
    return statuses.all().stream().filter(status -> mayRead(caller, status.key())).toList();
  }

  @Override
  public Optional<ServiceStatus> service(ServiceKey key, Caller caller) {
    return mayRead(caller, key) ? statuses.of(key) : Optional.empty();
  }

  private void require(Caller caller, Permission permission, ServiceKey key) {
    authorization.require(caller, permission, key.tenant(), Resource.service(key.service()));
  }

  private boolean mayRead(Caller caller, ServiceKey key) {
    Resource resource = Resource.service(key.service());
    return authorization.allows(caller, Permission.READ, key.tenant(), resource);
  }

  @Override
  public List<Outcome> restore(List<Order> orders, Consumer<Outcome> progress) {
    return restoring.restore(orders, progress);
  }

  @Override
  public void release() {
    if (!restoring.release() && !isStopping()) {
      throw new IllegalStateException("deploys were let through already");
    }
  }

  @Override
  public List<LiveBundle> bundles() {
    return inventory.bundles();
  }

  @Override
  public Optional<Owner> owner(long bundleId) {
    return inventory.owner(bundleId);
  }

  @Override
  public Optional<Quiet> quiet(ServiceKey key, Duration limit) {
    return inventory.quiet(key, limit);
  }

  @Override
  public boolean remove(LiveBundle seen) {
    return inventory.remove(seen);
  }

  @Override
  public List<ServiceKey> drain(Duration limit) {
    stopping = true;
    operations.refuseWaiting();
    return orderlyStop.drain(limit);
  }

  @Override
  public List<ServiceKey> stopAll(Duration budget) {
    stopping = true;
    return orderlyStop.run(budget);
  }
}
