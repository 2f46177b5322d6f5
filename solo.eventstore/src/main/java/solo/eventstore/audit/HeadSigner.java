package solo.eventstore.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import solo.core.capability.Caller;
import solo.core.clock.ContainerClock;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.ExitCode;
import solo.core.lifecycle.FatalExit;
import solo.eventstore.head.LogFollower;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.TakenOut;
import solo.eventstore.retention.BaseWitness;

/**
 * Signs heads of the log on a thread of its own. Nobody waits for it, and a state directory or a
 * key that cannot be used stops nothing. When it is closed it signs the last event.
 */
@Component(
    immediate = true,
    service = {HeadSigner.class, BaseWitness.class},
    configurationPid = "solo.eventstore.audit",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AuditConfig.class)
public final class HeadSigner implements BaseWitness {
  private static final Caller SELF = Caller.system("audit");
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(10);

  private final HeadsKeeper keeper;
  private final WitnessedLog log;
  private final EventStore events;
  private final Logger logger;
  private final LogFollower follower;
  private volatile boolean told;
  private long tellAt = System.nanoTime();

  /** Begins at once; makes a key where there is none. */
  @Activate
  public HeadSigner(
      AuditConfig config,
      @Reference Directories directories,
      @Reference EventStore events,
      @Reference WitnessedLog log,
      @Reference ContainerClock clock,
      @Reference FatalExit fatal,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(
        new HeadsKeeper(
            new HeadsBook(
                new HeadsFile(
                    directories.state().resolve("heads"), Disk.real(), config.keepHeads()),
                new KeyFiles(
                    keyFile(config, directories, fatal),
                    directories.state().resolve("audit.pub"),
                    Disk.real(),
                    Modes.REAL),
                clock::now),
            log,
            () -> Excuses.toldBy(events),
            new SigningSettings(config.signEvery(), Duration.ofMillis(config.signAfterMs())),
            System::nanoTime,
            logger),
        log,
        events,
        logger);
  }

  HeadSigner(HeadsKeeper keeper, WitnessedLog log, EventStore events, Logger logger) {
    this.keeper = keeper;
    this.log = log;
    this.events = events;
    this.logger = logger;
    follower = new LogFollower("solo-audit", events, this::turn, logger);
  }

  private static Path keyFile(AuditConfig config, Directories directories, FatalExit fatal) {
    try {
      return KeyPlace.of(config.keyFile(), directories.state(), directories.data());
    } catch (IllegalArgumentException e) {
      fatal.exit(ExitCode.BAD_CONFIGURATION, "solo.eventstore.audit.cfg: " + e.getMessage());
      throw e;
    }
  }

  /** Signs what is new, then ends. A disk that hangs is not waited for. */
  @Deactivate
  public void close() {
    closeWithin(LogFollower.LAST_TURN);
  }

  void closeWithin(Duration lastTurn) {
    follower.close(lastTurn);
  }

  SigningStatus status() {
    return keeper.status();
  }

  @Override
  public void witness(TakenOut next) throws IOException {
    keeper.witness(next);
  }

  /**
   * As {@link solo.core.audit.Audit#accept}, of whom may.
   *
   * @throws IllegalStateException when there is nothing to accept
   */
  synchronized Event accept(Caller caller, String reason) throws InterruptedException {
    String what = keeper.toAccept();
    if (what.isEmpty()) {
      throw new IllegalStateException(
          "there is nothing to accept: neither heads nor what was kept of old events are missing");
    }
    Event accepted =
        append(EventDraft.ofSystem(caller, reason, 0, new Payload.AuditAccepted(what)));
    try {
      keeper.accept(accepted.id());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "event %d accepts it, but that could not be signed: %s; accept it again"
              .formatted(accepted.id(), e.getMessage()),
          e);
    }
    return accepted;
  }

  private Event append(EventDraft draft) throws InterruptedException {
    try {
      return events.append(draft).getValue();
    } catch (InvocationTargetException e) {
      throw new EventStoreException(
          e.getCause() instanceof EventStoreException why
              ? why.why()
              : EventStoreException.Cause.IO_FAILURE,
          e.getCause().getMessage(),
          e.getCause());
    }
  }

  private Duration turn(boolean last) throws InterruptedException {
    if (!keeper.open()) {
      return AFTER_A_FAILURE;
    }
    if (!keeper.sign(last)) {
      return AFTER_A_FAILURE;
    }
    if (!told && !last && tellAt - System.nanoTime() <= 0) {
      tellKey();
    }
    Duration due = keeper.due();
    return due.compareTo(POLL) > 0 ? POLL : due;
  }

  /**
   * That it signs from now on is in the log, once, and a head before it: where there is none any
   * more, it was taken away. The first event of a start is another's.
   */
  private void tellKey() throws InterruptedException {
    if (events.lastId() == log.openedAt() || !keeper.hasSigned()) {
      return;
    }
    try {
      AuditKey key = keeper.key().orElseThrow();
      if (!isTold(key)) {
        Payload changed = new Payload.AuditKeyChanged(key.id(), key.openText());
        append(EventDraft.ofSystem(SELF, "signs heads from now on", 0, changed));
      }
      told = true;
    } catch (EventStoreException e) {
      logger.warn("That the audit key changed is not in the log yet: {}", e.getMessage());
      tellAt = System.nanoTime() + AFTER_A_FAILURE.toNanos();
    }
  }

  private boolean isTold(AuditKey key) {
    String type = Payload.typeOf(Payload.AuditKeyChanged.class);
    List<Event> newest = events.query(new EventQuery("", "", type, 0, 1, true));
    return newest.stream()
        .anyMatch(
            event ->
                event.payload() instanceof Payload.AuditKeyChanged changed
                    && changed.keyId().equals(key.id()));
  }
}
