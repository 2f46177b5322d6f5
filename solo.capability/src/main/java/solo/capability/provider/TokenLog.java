package solo.capability.provider;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.promise.Promise;
import solo.capability.projection.LogFollower;
import solo.capability.store.TokenStore;
import solo.capability.token.TokenTable;
import solo.capability.token.Uses;
import solo.core.capability.CapabilityException;
import solo.core.clock.ContainerClock;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventStore;
import solo.core.lifecycle.DurableStore;
import solo.core.verify.Finding;

/**
 * The table of tokens, kept as the fold of the log: brought back at start from the store and the
 * log behind it, followed from then on. A change is appended here and waited for until it is
 * applied. Uses are counted, and told to the log now and then and before the last flush.
 */
@Component(
    immediate = true,
    service = {TokenLog.class, DurableStore.class},
    configurationPid = "solo.capability",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CapabilityConfig.class)
public final class TokenLog implements DurableStore {
  private static final Duration LOOK = Duration.ofMillis(200);

  /** The follower is behind by microseconds, unless this machine hangs. */
  private static final Duration APPLIED_WITHIN = Duration.ofSeconds(10);

  private final CapabilityConfig config;
  private final EventStore events;
  private final TokenStore store;
  private final Logger logger;
  private final Duration patience;
  private final Milestone milestone;
  private final ContainerClock clock;
  private final TokenTable table = new TokenTable();
  private final Uses uses = new Uses();
  private final Senseless senseless;
  private final HandOver handOver;
  private final CleanUp cleanUp;
  private final Keeper keeper;
  private final Lag lag = new Lag();
  private final Thread restoring = new Thread(this::restore, "solo-tokens-restore");
  private final AtomicReference<Runnable> takeBack = new AtomicReference<>();
  private volatile LogFollower follower;
  private volatile boolean restored;
  private volatile String fault = "";
  private boolean closed;

  /** Begins to bring the tokens back. */
  @Activate
  public TokenLog(
      BundleContext context,
      CapabilityConfig config,
      @Reference EventStore events,
      @Reference TokenStore store,
      @Reference ContainerClock clock,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(
        config,
        new Parts(events, store, clock, logger, APPLIED_WITHIN),
        new RestoredCondition(context));
    begin();
  }

  /**
   * What the tokens are kept with.
   *
   * @param patience how long a durable event may take to be applied
   */
  record Parts(
      EventStore events,
      TokenStore store,
      ContainerClock clock,
      Logger logger,
      Duration patience) {}

  TokenLog(CapabilityConfig config, Parts parts, Milestone milestone) {
    this.config = config;
    events = parts.events();
    store = parts.store();
    clock = parts.clock();
    logger = parts.logger();
    patience = parts.patience();
    this.milestone = milestone;
    senseless = new Senseless(logger);
    handOver = new HandOver(store, uses, senseless, logger);
    cleanUp = new CleanUp(table, store, clock, logger);
    keeper = new Keeper(config, events, uses, logger);
    restoring.setDaemon(true);
  }

  /** Begins to bring the tokens back, on a thread of its own. */
  void begin() {
    restoring.start();
  }

  @Deactivate
  void close() {
    keeper.close();
    endFollowing();
    Runnable back = takeBack.getAndSet(() -> {});
    if (back != null) {
      back.run();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void endFollowing() {
    closed = true;
    if (follower != null) {
      follower.close();
    }
  }

  private void restore() {
    try {
      restoreOrThrow();
    } catch (RuntimeException | Error e) {
      logger.error("no token opens anything: they could not be brought back", e);
      fault = String.valueOf(e.getMessage());
      announce();
    }
  }

  private void restoreOrThrow() {
    long begin = System.nanoTime();
    follow(new Beginning(events, store, logger).fill(table, handOver));
    long target = events.lastId();
    while (!follower.await(target, LOOK)) {
      if (follower.over()) {
        requireClosed();
        return;
      }
    }
    int expired = cleanUp.run(() -> true);
    long took = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    logger.info(
        "tokens restored to event {} in {} ms: {}, without {} that have expired",
        target,
        took,
        table.size(),
        expired);
    restored = true;
    keeper.begin(() -> cleanUp.run(() -> follower.await(events.lastId(), LOOK)));
    announce();
  }

  private synchronized void requireClosed() {
    if (!closed) {
      throw new IllegalStateException("the log is not followed any more");
    }
  }

  /** Also of a failure: the container comes up, and no token opens anything. */
  private void announce() {
    if (isClosed()) {
      return;
    }
    Runnable back = milestone.reached();
    if (!takeBack.compareAndSet(null, back)) {
      back.run();
    }
  }

  private synchronized void follow(long after) {
    follower = new LogFollower("solo-tokens", events, after, this::apply, logger);
    if (closed) {
      follower.close();
    }
  }

  private void apply(Event event) {
    table.apply(event, handOver);
    handOver.applied(event);
  }

  /**
   * Appends and returns when the event is durable and applied.
   *
   * @return the event; where it could not be applied in time it is, and the caller must not rely on
   *     the table
   * @throws CapabilityException when it is not in the log
   */
  Event append(EventDraft draft) {
    Event event = Durably.append(events, draft);
    if (!follower.await(event.id(), patience)) {
      logger.warn("event {} is durable and not yet applied to the tokens", event.id());
    }
    return event;
  }

  /** Renews a token, by a call that appends; none is cleaned up meanwhile. */
  <T> T renewing(Supplier<T> renewal) {
    return cleanUp.renewing(renewal);
  }

  /** Whether no renewal is under way, so that what has expired stays so. */
  boolean settled() {
    return cleanUp.settled();
  }

  /** The last event that is applied to the table, 0 before one is. */
  long applied() {
    LogFollower following = follower;
    return following == null ? 0 : following.applied();
  }

  /** Whether every token of the log is known; until then what the table has is not to be used. */
  boolean restored() {
    return restored;
  }

  /** Why the tokens could not be brought back, empty where they are or may still be. */
  Optional<String> fault() {
    return fault.isEmpty() ? Optional.empty() : Optional.of(fault);
  }

  CapabilityConfig config() {
    return config;
  }

  TokenTable table() {
    return table;
  }

  Uses uses() {
    return uses;
  }

  /** By the container's clock. */
  Instant now() {
    return clock.now();
  }

  /** The same in epoch milliseconds. */
  long nowMs() {
    return clock.now().toEpochMilli();
  }

  Denials denials() {
    return keeper.denials();
  }

  List<Finding> senseless() {
    return senseless.all();
  }

  /** For how long the table has not come further, although the log has. */
  Duration behind() {
    return Duration.ofNanos(lag.look(applied(), events.lastId(), System.nanoTime()));
  }

  @Override
  public String name() {
    return "token uses";
  }

  @Override
  public Promise<Void> flush() {
    return keeper.flush();
  }
}
