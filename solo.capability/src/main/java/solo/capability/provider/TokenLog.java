package solo.capability.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.condition.Condition;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.util.promise.Promise;
import solo.capability.projection.LogFollower;
import solo.capability.store.TokenStore;
import solo.capability.token.LiveToken;
import solo.capability.token.StoredToken;
import solo.capability.token.TokenTable;
import solo.capability.token.Uses;
import solo.core.capability.CapabilityException;
import solo.core.capability.TokenCheck;
import solo.core.clock.ContainerClock;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;
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

  /** What is said once all is restored. */
  interface Milestone {
    /** Says it; the answer takes it back. */
    Runnable reached();
  }

  private final CapabilityConfig config;
  private final EventStore events;
  private final TokenStore store;
  private final Logger logger;
  private final Milestone milestone;
  private final TokenClock clock = new TokenClock();
  private final TokenTable table = new TokenTable();
  private final Uses uses = new Uses();
  private final Senseless senseless;
  private final Keeper keeper;
  private final Lag lag = new Lag();
  private final Thread restoring = new Thread(this::restore, "solo-tokens-restore");
  private final AtomicReference<Runnable> takeBack = new AtomicReference<>();
  private volatile LogFollower follower;
  private volatile boolean restored;
  private volatile boolean closed;

  /** Begins to bring the tokens back. */
  @Activate
  public TokenLog(
      BundleContext context,
      CapabilityConfig config,
      @Reference EventStore events,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) TokenStore store,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(config, events, store == null ? new NoStore() : store, logger, () -> condition(context));
    begin();
  }

  TokenLog(
      CapabilityConfig config,
      EventStore events,
      TokenStore store,
      Logger logger,
      Milestone milestone) {
    this.config = config;
    this.events = events;
    this.store = store;
    this.logger = logger;
    this.milestone = milestone;
    senseless = new Senseless(logger);
    keeper = new Keeper(config, events, uses, logger);
    restoring.setDaemon(true);
  }

  /** Begins to bring the tokens back, on a thread of its own. */
  void begin() {
    restoring.start();
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindClock(ContainerClock container) {
    clock.bind(container);
  }

  void unbindClock(ContainerClock container) {
    clock.unbind(container);
  }

  @Deactivate
  void close() {
    closed = true;
    keeper.close();
    endFollowing();
    Runnable back = takeBack.getAndSet(() -> {});
    if (back != null) {
      back.run();
    }
  }

  private synchronized void endFollowing() {
    if (follower != null) {
      follower.close();
    }
  }

  private static Runnable condition(BundleContext context) {
    ServiceRegistration<Condition> there =
        context.registerService(
            Condition.class,
            Condition.INSTANCE,
            FrameworkUtil.asDictionary(Map.of(Condition.CONDITION_ID, TokenCheck.RESTORED)));
    return () -> {
      try {
        there.unregister();
      } catch (IllegalStateException e) {
        // The framework takes back a bundle's services first when it stops.
      }
    };
  }

  private void restore() {
    try {
      long begin = System.nanoTime();
      follow(fromStore());
      long target = events.lastId();
      while (!follower.await(target, LOOK)) {
        if (closed || follower.over()) {
          return;
        }
      }
      int expired = table.cleanupExpired(clock.nowMs());
      long took = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      logger.info(
          "{} tokens at event {}, {} have expired; {} ms", table.size(), target, expired, took);
      goOn();
    } catch (RuntimeException e) {
      logger.error("no token opens anything: they could not be brought back", e);
    }
  }

  private void goOn() {
    restored = true;
    keeper.begin(this::cleanUp);
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

  /** Up to which event the store knew the tokens; 0 where it is no help. */
  private long fromStore() {
    long at = 0;
    try {
      TokenStore.Restored found = store.restoreAll(clock.now(), table::restore);
      logger.info("the token store has {}", found);
      at = found.at() <= events.lastId() ? found.at() : 0;
    } catch (RuntimeException e) {
      logger.error("the token store is not used: tokens are read from the log", e);
    }
    if (at == 0) {
      table.clear();
    }
    limitsUpTo(at);
    return at;
  }

  /** The store has tokens alone; the few limits are found by the log's index. */
  private void limitsUpTo(long at) {
    long since = 0;
    List<Event> page;
    do {
      page = at == 0 ? List.of() : events.query(limitsAfter(since));
      for (Event event : page) {
        since = event.id();
        if (since <= at) {
          table.apply(event, changes);
        }
      }
    } while (!page.isEmpty() && since < at);
  }

  private static EventQuery limitsAfter(long since) {
    String type = Payload.typeOf(Payload.LimitsChanged.class);
    return new EventQuery("", "", type, since, EventQuery.MAX_LIMIT, false);
  }

  private final TokenTable.Changes changes =
      new TokenTable.Changes() {
        @Override
        public void changed(StoredToken token) {
          store.store(token);
        }

        @Override
        public void revoked(LiveToken token, long eventId) {
          store.revoke(token.sha256(), token.grantId(), eventId);
        }

        @Override
        public void usedOn(LiveToken token) {
          uses.again(token);
        }

        @Override
        public void senseless(Event event, String why) {
          senseless.add(event, why);
        }
      };

  private void apply(Event event) {
    table.apply(event, changes);
    store.upTo(event.id());
  }

  private void cleanUp() {
    int gone = table.cleanupExpired(clock.nowMs());
    int stored = store.cleanupExpired(clock.now());
    if (gone + stored > 0) {
      logger.info("{} expired tokens cleaned up, {} of them on disk", gone, stored);
    }
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
    if (!follower.await(event.id(), APPLIED_WITHIN)) {
      logger.warn("event {} is durable and not yet applied to the tokens", event.id());
    }
    return event;
  }

  /** Whether every token of the log is known. */
  boolean restored() {
    return restored;
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

  TokenClock clock() {
    return clock;
  }

  Denials denials() {
    return keeper.denials();
  }

  List<Finding> senseless() {
    return senseless.all();
  }

  /** For how long the table has not come further, although the log has. */
  Duration behind() {
    LogFollower following = follower;
    long applied = following == null ? 0 : following.applied();
    return Duration.ofNanos(lag.look(applied, events.lastId(), System.nanoTime()));
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
