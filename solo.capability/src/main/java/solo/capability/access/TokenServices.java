package solo.capability.access;

import java.lang.ref.WeakReference;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.capability.AttenuatedServices;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.CapabilityService;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.capability.TokenCheck;
import solo.core.deploy.Inventory;
import solo.core.event.EventStore;

/** Hands out services of the bundles of a token's tenant. */
@Component
public final class TokenServices implements AttenuatedServices {
  private static final Caller SELF = Caller.system("access");
  private static final long SWEEP_MS = 1_000;

  private record Open(WeakReference<Object> proxy, Right right, Target target) {}

  private final BundleContext context;
  private final TokenCheck tokens;
  private final Authorization authorization;
  private final CapabilityService capabilities;
  private final Inventory inventory;
  private final EventStore events;
  private final Logger logger;
  private final Calls calls = new Calls();
  private final Map<String, WrongOperations> wrong = new ConcurrentHashMap<>();
  private final Collection<Open> open = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService sweeper;
  private final LongSupplier nanoTime;
  private volatile boolean closed;

  /** Nothing is open yet. */
  @Activate
  public TokenServices(
      BundleContext context,
      @Reference TokenCheck tokens,
      @Reference Authorization authorization,
      @Reference CapabilityService capabilities,
      @Reference Inventory inventory,
      @Reference EventStore events,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(context, tokens, authorization, capabilities, inventory, events, logger, System::nanoTime);
  }

  TokenServices(
      BundleContext context,
      TokenCheck tokens,
      Authorization authorization,
      CapabilityService capabilities,
      Inventory inventory,
      EventStore events,
      Logger logger,
      LongSupplier nanoTime) {
    this.context = context;
    this.tokens = tokens;
    this.authorization = authorization;
    this.capabilities = capabilities;
    this.inventory = inventory;
    this.events = events;
    this.logger = logger;
    this.nanoTime = nanoTime;
    sweeper =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "solo-attenuated-sweep");
              thread.setDaemon(true);
              return thread;
            });
    sweeper.scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
  }

  @Deactivate
  void deactivate() {
    closed = true;
    sweeper.shutdownNow();
    open.forEach(one -> calls.begin(one.target()::release));
    calls.close();
  }

  @Override
  public <T> T open(String token, Class<T> type) {
    if (!type.isInterface() || !Modifier.isPublic(type.getModifiers())) {
      throw new IllegalArgumentException(
          type.getName() + " is no public interface: only such can be handed out");
    }
    Right right = right(token, Resource.api(type.getName()));
    Target target = new Target(context, inventory, right, type);
    WrongOperations wrong = wrong(right.caller().name());
    T proxy = Handout.of(type, new Passage(type, right, target, calls, wrong, () -> closed));
    open.add(new Open(new WeakReference<>(proxy), right, target));
    return proxy;
  }

  /** One for all objects of a token, so that opening another is no way around its limit. */
  private WrongOperations wrong(String accessor) {
    return wrong.computeIfAbsent(accessor, a -> new WrongOperations(events, nanoTime, logger));
  }

  /** One use is counted. */
  private Right right(String token, Resource resource) {
    Caller caller = tokens.login(token);
    String tenant = authorization.scope(caller);
    if (!authorization.allows(caller, Permission.USE, tenant, resource)) {
      // Told to the log, which the question was not.
      authorization.require(caller, Permission.USE, tenant, resource);
    }
    return new Right(
        authorization,
        caller,
        tenant,
        resource,
        capabilities.info(caller.name(), SELF).capability().operations());
  }

  /** Lets go of what nobody can call any more. */
  void sweep() {
    try {
      for (Open one : open) {
        boolean collected = one.proxy().get() == null;
        if (one.target().holds() && (collected || !one.right().lives())) {
          calls.begin(one.target()::release);
        } else if (collected) {
          open.remove(one);
        }
      }
      Set<String> used =
          open.stream().map(one -> one.right().caller().name()).collect(Collectors.toSet());
      calls.keepOnly(used);
      wrong.keySet().retainAll(used);
    } catch (RuntimeException e) {
      logger.warn("ended tokens may still hold services", e);
    }
  }
}
