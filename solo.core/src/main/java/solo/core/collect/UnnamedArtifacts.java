package solo.core.collect;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.util.promise.Promise;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.deploy.Artifacts;
import solo.core.event.Event;
import solo.core.event.EventCursor;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.recovery.ArtifactNames;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.StateProjection;
import solo.core.retention.ArtifactCollection;
import solo.core.retention.FileHolds;
import solo.core.retention.RetentionException;
import solo.core.verify.Head;

/**
 * Asks what is written, the cheapest first: the fold, the checkpoints, then the log from its begin,
 * only until each artifact is found named.
 *
 * <p>A deploy is safe by the order: the sweep begins, then all that was appended is forced, then
 * the log is read. A deploy that let go of its bytes before the sweep has its event in what is
 * read; one that did so later was held when it began, or kept its bytes since.
 */
@Component
public final class UnnamedArtifacts implements ArtifactCollection {
  private static final List<String> TELLING =
      List.of(
          Payload.typeOf(Payload.ServiceDeployed.class),
          Payload.typeOf(Payload.ServiceDeploymentFailed.class));

  private final Artifacts artifacts;
  private final EventStore events;
  private final StateProjection projection;
  private final CheckpointStore checkpoints;
  private final FileHolds holds;
  private final Head head;
  private final Authorization authorization;
  private final Logger logger;
  private final Duration patience;

  /** Removes nothing before it is asked. */
  @Activate
  public UnnamedArtifacts(
      @Reference Artifacts artifacts,
      @Reference EventStore events,
      @Reference StateProjection projection,
      @Reference CheckpointStore checkpoints,
      @Reference FileHolds holds,
      @Reference Head head,
      @Reference Authorization authorization,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(
        artifacts,
        events,
        projection,
        checkpoints,
        holds,
        head,
        authorization,
        logger,
        Duration.ofSeconds(10));
  }

  /** The same that waits so long for files that are held. */
  UnnamedArtifacts(
      Artifacts artifacts,
      EventStore events,
      StateProjection projection,
      CheckpointStore checkpoints,
      FileHolds holds,
      Head head,
      Authorization authorization,
      Logger logger,
      Duration patience) {
    this.artifacts = artifacts;
    this.events = events;
    this.projection = projection;
    this.checkpoints = checkpoints;
    this.holds = holds;
    this.head = head;
    this.authorization = authorization;
    this.logger = logger;
    this.patience = patience;
  }

  @Override
  public Status status(Caller caller) throws RetentionException, InterruptedException {
    authorization.require(caller, Permission.READ, Authorization.EVERY_TENANT);
    try (Artifacts.Sweep sweep = artifacts.sweep()) {
      int all = 0;
      long bytes = 0;
      for (String digest : artifacts.digests()) {
        all++;
        bytes += artifacts.path(digest).toFile().length();
      }
      return new Status(all, bytes, sum(sweep.files(), unnamed(sweep)));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public Collected collect(Caller caller, String reason)
      throws RetentionException, InterruptedException {
    authorization.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    requireWholeLog();
    awaitRemoval();
    try (Artifacts.Sweep sweep = artifacts.sweep()) {
      Set<String> unnamed = unnamed(sweep);
      if (unnamed.isEmpty()) {
        return new Collected(0, 0);
      }
      try (FileHolds.Hold alone = alone()) {
        return remove(sweep, unnamed, caller, reason);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** What a lost event named must not go before somebody has said that it is lost. */
  private void requireWholeLog() throws RetentionException {
    if (head.status().isContradicted()) {
      throw new RetentionException(
          "the log lacks events that are known: what they name stays; see solo:head", null);
    }
  }

  /**
   * Retention tells the log what it takes out before it does so: whoever follows the log comes here
   * in between, when those events still name.
   */
  private void awaitRemoval() throws InterruptedException {
    holds.hold("a look for what nothing names").close();
  }

  private FileHolds.Hold alone() throws RetentionException, InterruptedException {
    return holds
        .tryRemove("a collection of artifacts", patience)
        .orElseThrow(
            () ->
                new RetentionException(
                    "files are in use by %s: try again when that has ended"
                        .formatted(String.join(", ", holds.held())),
                    null));
  }

  private Collected remove(Artifacts.Sweep sweep, Set<String> unnamed, Caller caller, String reason)
      throws RetentionException, InterruptedException, IOException {
    Set<String> removed = new TreeSet<>();
    IOException stuck = null;
    for (String digest : unnamed) {
      try {
        if (sweep.remove(digest)) {
          removed.add(digest);
        }
      } catch (IOException e) {
        stuck = e;
      }
    }
    if (!removed.isEmpty()) {
      sweep.force();
      tell(sum(sweep.files(), removed), caller, reason);
    }
    if (stuck != null) {
      throw new RetentionException("an artifact cannot be removed: " + stuck, stuck);
    }
    return sum(sweep.files(), removed);
  }

  private void tell(Collected removed, Caller caller, String reason)
      throws RetentionException, InterruptedException {
    Payload payload = new Payload.ArtifactsCollected(removed.artifacts(), removed.bytes());
    try {
      Event event = done(events.append(EventDraft.ofSystem(caller, reason, 0, payload)));
      logger.info(
          "removed {} artifacts that nothing names, {} bytes (event {})",
          removed.artifacts(),
          removed.bytes(),
          event.id());
    } catch (EventStoreException e) {
      throw new RetentionException(
          "%d artifacts are removed and the log does not say so: %s"
              .formatted(removed.artifacts(), e.getMessage()),
          e);
    }
  }

  private Set<String> unnamed(Artifacts.Sweep sweep)
      throws RetentionException, InterruptedException {
    Set<String> left = new TreeSet<>(sweep.files().keySet());
    try {
      done(events.flush());
      left.removeAll(ArtifactNames.of(projection.current()));
      if (!left.isEmpty()) {
        checkpoints.list().stream()
            .flatMap(listed -> listed.checkpoint().stream())
            .forEach(checkpoint -> left.removeAll(ArtifactNames.of(checkpoint.state())));
      }
      TELLING.forEach(type -> removeNamedByNewest(left, type));
      removeNamedByLog(left);
      return left;
    } catch (EventStoreException | IOException e) {
      throw unreadable(e);
    }
  }

  /** The index is asked only for what is named: what it does not know is looked up in the log. */
  private void removeNamedByNewest(Set<String> left, String type) {
    if (!left.isEmpty()) {
      events.query(new EventQuery("", "", type, 0, EventQuery.MAX_LIMIT, true)).stream()
          .flatMap(event -> ArtifactNames.of(event.payload()).stream())
          .forEach(left::remove);
    }
  }

  private void removeNamedByLog(Set<String> left) throws RetentionException, InterruptedException {
    if (left.isEmpty()) {
      return;
    }
    try (EventCursor cursor = events.read(0)) {
      while (!left.isEmpty() && cursor.hasNext()) {
        if (Thread.interrupted()) {
          throw new InterruptedException("interrupted: nothing is removed");
        }
        ArtifactNames.of(readable(cursor.next()).payload()).ifPresent(left::remove);
      }
    }
  }

  /** What a newer version wrote may be a deploy. */
  private static Event readable(Event event) throws RetentionException {
    if (event.payload() instanceof Payload.Unreadable) {
      throw new RetentionException(
          "event %d cannot be read and may name any artifact, so all of them stay; see solo:verify --deep"
              .formatted(event.id()),
          null);
    }
    return event;
  }

  private static Collected sum(SortedMap<String, Long> files, Set<String> digests) {
    return new Collected(digests.size(), digests.stream().mapToLong(files::get).sum());
  }

  private static <T> T done(Promise<T> promise) throws InterruptedException {
    try {
      return promise.getValue();
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof EventStoreException known) {
        throw known;
      }
      throw new EventStoreException(
          EventStoreException.Cause.IO_FAILURE, String.valueOf(e.getCause()), e.getCause());
    }
  }

  private static RetentionException unreadable(Exception e) {
    return new RetentionException(
        "it cannot be told which artifacts are named, so all of them stay: " + e.getMessage(), e);
  }
}
