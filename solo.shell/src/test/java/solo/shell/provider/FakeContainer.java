package solo.shell.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Deployer;
import solo.core.deploy.ServiceSpec;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Event;
import solo.core.event.EventAccess;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.Replayer;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Depth;
import solo.core.verify.Explanation;
import solo.core.verify.VerificationReport;
import solo.core.verify.Verifier;
import solo.shell.Doors;

/** A container in memory: every part that the commands use, with what they were asked for. */
final class FakeContainer {
  static final Instant TIME = Instant.parse("2026-02-03T04:05:06.700Z");
  static final String DIGEST = "0123456789abcdef".repeat(4);
  static final UUID BOOT = UUID.fromString("00000000-0000-0000-0000-000000000001");

  final Parts parts = new Parts();
  final List<DeployRequest> deploys = new ArrayList<>();
  final List<Caller> callers = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();
  final List<EventQuery> queries = new ArrayList<>();
  final TreeMap<ServiceKey, ServiceStatus> services = new TreeMap<>();
  final List<Event> log = new CopyOnWriteArrayList<>();
  final List<Event> archived = new ArrayList<>();
  final List<String> verifies = new ArrayList<>();
  final AtomicInteger feeds = new AtomicInteger();
  final TreeMap<ServiceKey, Explanation> explanations = new TreeMap<>();

  /** Looks at a deploy while it is under way. */
  interface Look {
    void see(DeployRequest request) throws IOException;
  }

  Look onDeploy = request -> {};
  DeployException failure;
  Replayer.Progress progress = new Replayer.Progress(true, 0, 0);
  RecoveryReport report;
  VerificationReport verification;
  private volatile boolean storeClosed;
  Runnable beforeQuery = () -> {};
  volatile long takenOut;
  boolean stopping;
  Optional<Shutdown.Progress> stop = Optional.empty();
  Caller.Kind admitted = Caller.Kind.OWNER;

  FakeContainer() {
    parts.authorization = new Doors(this::authorize);
    parts.deployer = new FakeDeployer();
    parts.events = new FakeEvents();
    parts.access = new SeenEvents();
    parts.replayer = new FakeReplayer();
    parts.checkpointer = this::checkpoint;
    parts.shutdown = new FakeShutdown();
    parts.directories = new FakeDirectories();
    parts.verifier = new FakeVerifier();
    parts.explainer = explanations::get;
    parts.head = new FakeHead(this::event);
  }

  static ServiceSpec spec(String version, String source) {
    return new ServiceSpec(
        "bundle", DIGEST, 1234, "some.bundle", version, source, 5, 60_000, 5_000, 5_000);
  }

  void put(String key, ServiceState state, String detail) {
    ServiceKey name = ServiceKey.parse(key);
    ServiceSpec spec = spec("1.2.3", "shell:/x/" + name.service() + ".jar");
    services.put(name, new ServiceStatus(name, state, spec, TIME, 7, 42, detail));
  }

  Event event(String tenant, String service, String reason, Payload payload) {
    EventDraft draft = new EventDraft(tenant, service, "owner:alice", reason, 0, payload);
    Event event = new Event(log.size() + 1, TIME.plusSeconds(log.size()), BOOT, draft);
    log.add(event);
    tellFeeds();
    return event;
  }

  /** Of the log, which no feed follows any further. */
  void closeStore() {
    storeClosed = true;
    tellFeeds();
  }

  private void tellFeeds() {
    synchronized (log) {
      log.notifyAll();
    }
  }

  private void authorize(Caller caller, Permission permission, String tenant) {
    if (caller.kind() != admitted) {
      throw new AccessDeniedException(caller, permission, tenant);
    }
  }

  /** The same with archives, but for those that are kept. */
  void archive(long through, Long... kept) {
    List<Event> gone = log.stream().filter(event -> event.id() <= through).toList();
    archived.addAll(gone);
    log.removeIf(event -> event.id() <= through && !List.of(kept).contains(event.id()));
    archived.removeAll(log);
    takenOut = through;
  }

  /** What was listed. */
  private record Listed(Iterator<Event> events) implements EventCursor {
    @Override
    public boolean hasNext() {
      return events.hasNext();
    }

    @Override
    public Event next() {
      return events.next();
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  private Event checkpoint(Caller caller, String reason) throws IOException {
    authorize(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    if (reason.equals("fail")) {
      throw new IOException("no space left");
    }
    reasons.add(reason);
    return event("", "", reason, new Payload.CheckpointCreated(9, 2048, 3, 15));
  }

  private final class FakeDeployer implements Deployer {
    @Override
    public Promise<ServiceStatus> deploy(DeployRequest request, Caller caller) {
      authorize(caller, Permission.DEPLOY, request.key().tenant());
      deploys.add(request);
      try {
        onDeploy.see(request);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      callers.add(caller);
      if (failure != null) {
        return Promises.failed(failure);
      }
      put(request.key().toString(), ServiceState.ACTIVE, "");
      return Promises.resolved(services.get(request.key()));
    }

    @Override
    public Promise<ServiceStatus> kill(ServiceKey key, String reason, Caller caller) {
      callers.add(caller);
      reasons.add(reason);
      if (!services.containsKey(key)) {
        String message = "there is no service " + key;
        return Promises.failed(new DeployException(DeployException.Cause.NOT_FOUND, message, 0));
      }
      put(key.toString(), ServiceState.KILLED, "");
      return Promises.resolved(services.get(key));
    }

    @Override
    public List<ServiceStatus> services(Caller caller) {
      return List.copyOf(services.values());
    }

    @Override
    public Optional<ServiceStatus> service(ServiceKey key, Caller caller) {
      return Optional.ofNullable(services.get(key));
    }
  }

  /** Shows everything to whom is admitted; who sees what is not the commands' matter. */
  private final class SeenEvents implements EventAccess {
    @Override
    public EventCursor history(EventQuery query, Caller caller) {
      authorize(caller, Permission.EVENTS, query.tenant());
      List<Event> all = new ArrayList<>(archived);
      all.addAll(log);
      all.removeIf(event -> event.id() <= query.since() || !FakeEvents.matches(query, event));
      all.sort(Comparator.comparingLong(Event::id));
      return new Listed(all.iterator());
    }

    @Override
    public List<Event> query(EventQuery query, Caller caller) {
      authorize(caller, Permission.EVENTS, query.tenant());
      return parts.events.query(query);
    }

    @Override
    public Optional<Event> event(long id, Caller caller) {
      authorize(caller, Permission.EVENTS, "");
      return parts.events.event(id);
    }

    @Override
    public EventFeed follow(long afterId, Caller caller) {
      authorize(caller, Permission.EVENTS, "");
      return parts.events.follow(afterId);
    }
  }

  /** As retention does; nothing is kept. */
  void takeOut(long through) {
    log.removeIf(event -> event.id() <= through);
    takenOut = through;
  }

  private final class FakeEvents implements EventStore {
    @Override
    public long takenOutThrough() {
      return takenOut;
    }

    @Override
    public List<Event> query(EventQuery query) {
      queries.add(query);
      beforeQuery.run();
      List<Event> found = new ArrayList<>();
      for (Event event : log) {
        if (event.id() > query.since() && matches(query, event)) {
          found.add(event);
        }
      }
      if (query.newestFirst()) {
        Collections.reverse(found);
      }
      return found.subList(0, Math.min(query.limit(), found.size()));
    }

    private static boolean matches(EventQuery query, Event event) {
      return matches(query.tenant(), event.draft().tenant())
          && matches(query.service(), event.draft().subject())
          && matches(query.type(), event.type());
    }

    private static boolean matches(String wanted, String actual) {
      return wanted.isEmpty() || wanted.equals(actual);
    }

    @Override
    public long lastId() {
      return log.isEmpty() ? 0 : log.get(log.size() - 1).id();
    }

    @Override
    public Promise<Event> append(EventDraft draft) {
      throw new UnsupportedOperationException("commands append nothing");
    }

    @Override
    public Optional<Event> event(long id) {
      return log.stream().filter(event -> event.id() == id).findFirst();
    }

    @Override
    public EventCursor read(long afterId) {
      throw new UnsupportedOperationException("commands read by query");
    }

    @Override
    public EventFeed follow(long afterId) {
      feeds.incrementAndGet();
      return new FakeFeed(afterId);
    }

    @Override
    public Promise<Void> flush() {
      return Promises.resolved(null);
    }
  }

  /** Tells an event that is appended to the log from then on. */
  private final class FakeFeed implements EventFeed {
    private int seen;

    FakeFeed(long afterId) {
      seen = (int) afterId;
    }

    @Override
    public Optional<Event> next(Duration wait) throws InterruptedException {
      long deadline = System.nanoTime() + wait.toNanos();
      synchronized (log) {
        long left = deadline - System.nanoTime();
        while (log.size() <= seen && !storeClosed && left > 0) {
          TimeUnit.NANOSECONDS.timedWait(log, left);
          left = deadline - System.nanoTime();
        }
      }
      return log.size() <= seen ? Optional.empty() : Optional.of(log.get(seen++));
    }

    @Override
    public boolean closed() {
      return storeClosed && log.size() <= seen;
    }

    @Override
    public void close() {
      feeds.decrementAndGet();
    }
  }

  private final class FakeVerifier implements Verifier {
    @Override
    public VerificationReport verify(Depth depth, Consumer<String> progress) {
      verifies.add("verify " + depth);
      progress.accept("event 1 of 2");
      return verification;
    }

    @Override
    public VerificationReport fix(
        Depth depth, boolean drift, Caller caller, Consumer<String> progress) {
      authorize(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
      verifies.add("fix " + depth + (drift ? " drift" : ""));
      callers.add(caller);
      progress.accept("event 1 of 2");
      return verification;
    }

    @Override
    public Optional<VerificationReport> last() {
      return Optional.ofNullable(verification);
    }
  }

  private final class FakeReplayer implements Replayer {
    @Override
    public Progress progress() {
      return progress;
    }

    @Override
    public Optional<RecoveryReport> report() {
      return Optional.ofNullable(report);
    }

    @Override
    public RecoveryReport recover() {
      throw new UnsupportedOperationException("commands start no recovery");
    }
  }

  private final class FakeShutdown implements Shutdown {
    @Override
    public void shutdown(Caller caller, String reason) {
      authorize(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
      callers.add(caller);
      reasons.add(reason);
      stopping = true;
    }

    @Override
    public boolean stopping() {
      return stopping;
    }

    @Override
    public Optional<Progress> progress() {
      return stop;
    }
  }

  private static final class FakeDirectories implements Directories {
    @Override
    public Path data() {
      return Path.of("/solo/data");
    }

    @Override
    public Path deploy() {
      return Path.of("/solo/deploy");
    }

    @Override
    public Path config() {
      return Path.of("/solo/etc");
    }

    @Override
    public Path state() {
      return Path.of("/solo/state");
    }
  }
}
