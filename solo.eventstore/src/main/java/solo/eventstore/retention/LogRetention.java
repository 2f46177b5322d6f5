package solo.eventstore.retention;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.condition.Condition;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.clock.ContainerClock;
import solo.core.event.Event;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.fold.LogFoldFactory;
import solo.core.recovery.CheckpointStore;
import solo.core.recovery.Checkpointer;
import solo.core.retention.FileHolds;
import solo.core.retention.Retention;
import solo.core.retention.RetentionException;
import solo.eventstore.journal.ArchivedSegments.Archived;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalDoor;
import solo.eventstore.journal.Removal;

/** Applies the policy when asked, and now and then by itself, on a thread of its own. */
@Component(immediate = true, service = Retention.class)
public final class LogRetention implements Retention {
  private static final Caller SELF = Caller.system("retention");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long END_WITHIN_MS = 2_000;

  private final Application.Parts parts;
  private final Archives archives;
  private final Authorization authorization;
  private final ContainerClock clock;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Thread thread = new Thread(this::watch, "solo-retention");
  private volatile List<String> troubles = List.of();

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      target = "(osgi.condition.id=solo.ready)")
  volatile Condition ready;

  /** Every part of the container that folds the log. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile List<LogFoldFactory> factories = List.of();

  /** Begins to look now and then, once the container is ready. */
  @Activate
  public LogRetention(
      @Reference JournalDoor door,
      @Reference EventStore events,
      @Reference CheckpointStore checkpoints,
      @Reference Checkpointer checkpointer,
      @Reference FileHolds holds,
      @Reference BaseWitness witness,
      @Reference Archives archives,
      @Reference Authorization authorization,
      @Reference ContainerClock clock,
      @Reference(service = LoggerFactory.class) Logger log) {
    this(
        new Application.Parts(
            door, events, checkpoints, checkpointer, holds, witness, PATIENCE, log),
        archives,
        authorization,
        clock);
    thread.setDaemon(true);
    thread.start();
  }

  /** Without a thread of its own. */
  LogRetention(
      Application.Parts parts,
      Archives archives,
      Authorization authorization,
      ContainerClock clock) {
    this.parts = parts;
    this.archives = archives;
    this.authorization = authorization;
    this.clock = clock;
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    end.countDown();
    thread.interrupt();
    thread.join(END_WITHIN_MS);
  }

  @Override
  public Status status() {
    Journal journal = journal();
    Removal removal = journal.removal();
    List<Archived> archived = archived();
    return new Status(
        journal.takenOutThrough() + 1,
        removal.kept(),
        journal.lastAcknowledgedId(),
        removal.segments(),
        removal.bytes(),
        archived.size(),
        archived.stream().mapToLong(Archived::bytes).sum());
  }

  private List<Archived> archived() {
    try {
      return archives.archived().list();
    } catch (IOException e) {
      parts.log().warn("the archives cannot be listed: {}", e.getMessage());
      return List.of();
    }
  }

  @Override
  public Plan plan(Caller caller) {
    authorization.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    Boundary boundary = boundary();
    return new Plan(
        boundary.through(),
        boundary.gone().size(),
        boundary.bytes(),
        archives.policy().action(),
        boundary.why());
  }

  private Boundary boundary() {
    Removal removal = journal().removal();
    return Boundary.of(
        archives.policy(), removal.full(), removal.bytes(), clock.now(), removal::endOf);
  }

  @Override
  public Optional<Event> apply(Caller caller, String reason, Consumer<String> progress)
      throws RetentionException, InterruptedException {
    authorization.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    if (!busy.compareAndSet(false, true)) {
      throw new RetentionException("retention is being applied already", null);
    }
    try {
      return applied(caller, reason, progress);
    } finally {
      busy.set(false);
    }
  }

  private Optional<Event> applied(Caller caller, String reason, Consumer<String> progress)
      throws RetentionException, InterruptedException {
    try {
      Optional<Event> applied = takenOut(caller, reason, progress);
      troubles = List.of();
      return applied;
    } catch (EventStoreException e) {
      throw new RetentionException("the log cannot be read: " + e.getMessage(), e);
    }
  }

  private Optional<Event> takenOut(Caller caller, String reason, Consumer<String> progress)
      throws RetentionException, InterruptedException {
    Boundary boundary = boundary();
    if (boundary.gone().isEmpty()) {
      return Optional.empty();
    }
    Optional<Event> event =
        new Application(parts, archives.policy(), progress)
            .run(boundary, List.copyOf(factories), caller, reason);
    event.ifPresent(
        one ->
            parts
                .log()
                .info(
                    "the log's events up to {} were taken out",
                    ((Payload.RetentionApplied) one.payload()).throughId()));
    return event;
  }

  @Override
  public List<String> troubles() {
    return troubles;
  }

  /** Whatever goes wrong once, it looks again the next time. */
  private void watch() {
    while (end.getCount() > 0) {
      try {
        boolean ended = end.await(archives.policy().interval().toMillis(), TimeUnit.MILLISECONDS);
        if (!ended && ready != null) {
          turn();
        }
      } catch (InterruptedException e) {
        if (end.getCount() > 0) {
          parts.log().warn("{} was interrupted; it goes on", thread.getName());
        }
      }
    }
  }

  /** Does nothing where somebody else applies it. */
  void turn() throws InterruptedException {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      clean();
      applied(SELF, "by policy: " + archives.policy().words(), step -> {});
    } catch (RetentionException | RuntimeException | Error e) {
      String trouble = e instanceof Error ? e.toString() : String.valueOf(e.getMessage());
      if (!troubles.contains(trouble)) {
        parts.log().warn("old segments stay: {}", trouble);
      }
      troubles = List.of(trouble);
    } finally {
      busy.set(false);
    }
  }

  /** Removes what was taken out earlier and was still read then. */
  private void clean() throws RetentionException, InterruptedException {
    Optional<FileHolds.Hold> alone = parts.holds().tryRemove("retention", Duration.ZERO);
    if (alone.isPresent()) {
      try (FileHolds.Hold hold = alone.get()) {
        journal().removal().removeFiles();
      } catch (IOException e) {
        throw new RetentionException(
            "segments that were taken out cannot be removed: " + e.getMessage(), e);
      }
    }
  }

  private Journal journal() {
    return parts.door().journal();
  }
}
