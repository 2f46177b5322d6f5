package solo.capability.vault;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import solo.capability.projection.LogFollower;
import solo.capability.projection.ProjectionWriter;
import solo.capability.projection.Setup;
import solo.core.clock.ContainerClock;
import solo.core.event.Event;
import solo.core.event.EventStore;
import solo.core.lifecycle.Directories;
import solo.core.vault.SecretKey;
import solo.core.vault.VaultException;
import solo.core.vault.VaultException.Cause;
import solo.core.vault.VaultKeys.Source;
import solo.core.vault.VaultKeys.State;

/**
 * What the vault is made of: the table of the secrets, which follows the log, its projection, and
 * the keeper of the keys, which opens when the table is complete. Safe for use by many threads.
 */
@Component(
    service = VaultRoom.class,
    immediate = true,
    configurationPid = "solo.capability.vault",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = VaultConfig.class)
public final class VaultRoom {
  /** Half of what NIST allows for random nonces: some encryptions may not be in the log. */
  private static final long ENCRYPTIONS_OF_A_KEY = 1L << 31;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration APPLY = Duration.ofSeconds(30);

  /**
   * Where it is and how it works.
   *
   * @param directory of keyring and projection
   * @param versions of a secret that are kept
   * @param encryptions of a data key before the next is made
   */
  record Options(
      Path directory,
      Path keyFile,
      Source source,
      int iterations,
      int versions,
      long encryptions,
      InstantSource clock,
      Steps steps,
      Medium medium) {}

  private final Gcm gcm = new Gcm();
  private final Locks locks = new Locks();
  private final Options options;
  private final EventStore events;
  private final Logger logger;
  private final Milestones milestones;
  private final SecretTable table;
  private final SecretStore store;
  private final LogFollower follower;
  private final VaultLog log;
  private final KeyKeeper keeper;
  private final Thread opening;
  private volatile boolean restored;
  private volatile String fault = "";
  private volatile boolean closed;

  /** Told how far it is. */
  interface Milestones {
    /**
     * Every secret of the log is known, or they cannot be brought back; whether it is open was told
     * before.
     */
    void restored();

    /** It is not sealed; again is fine. */
    void unsealed();

    /** All that was told is over. */
    void close();
  }

  /** Begins to restore the vault of the data directory. */
  @Activate
  public VaultRoom(
      BundleContext context,
      VaultConfig config,
      @Reference Directories directories,
      @Reference EventStore events,
      @Reference ContainerClock clock,
      @Reference(service = LoggerFactory.class) Logger logger) {
    this(options(config, directories, clock::now), events, logger, new VaultConditions(context));
    if (options.keyFile().startsWith(directories.data())) {
      logger.warn(
          "The vault's key file {} is in the data directory: who copies that has the secrets",
          options.keyFile());
    }
  }

  private static Options options(VaultConfig config, Directories directories, InstantSource clock) {
    Source source = config.masterKey().equals("file") ? Source.FILE : Source.PASSPHRASE;
    return new Options(
        directories.data().resolve("vault"),
        directories.state().resolve(config.keyFile()).normalize(),
        source,
        config.iterations(),
        config.versions(),
        ENCRYPTIONS_OF_A_KEY,
        clock,
        Failpoint::reach,
        Medium.real());
  }

  VaultRoom(Options options, EventStore events, Logger logger, Milestones milestones) {
    this.options = options;
    this.events = events;
    this.logger = logger;
    this.milestones = milestones;
    log = new VaultLog(events);
    table = new SecretTable(options.versions());
    keeper = new KeyKeeper(gcm, keySetup(), log, table::facts);
    ProjectionWriter writer =
        new ProjectionWriter(
            new Setup(
                options.directory(),
                SecretStore.FORM,
                events,
                options.medium().kernelBoot(),
                "",
                options.medium().disk()));
    writer.remadeAtOpen().ifPresent(why -> logger.warn("The vault's projection: {}", why));
    store = new SecretStore(writer, table);
    follower = new LogFollower("solo-vault-log", events, store.restore(), this::apply, logger);
    opening = new Thread(this::open, "solo-vault-open");
    opening.setDaemon(true);
    opening.start();
  }

  private KeyKeeper.Setup keySetup() {
    try {
      options.medium().disk().createDirectories(options.directory());
    } catch (IOException e) {
      logger.error("The vault's directory {} cannot be made: {}", options.directory(), e);
    }
    Steps steps = options.steps();
    return new KeyKeeper.Setup(
        new KeyringFile(options.medium().disk(), options.directory(), steps),
        new KeyFile(options.medium(), options.keyFile(), options.directory(), steps),
        options.source(),
        options.iterations(),
        steps,
        options.clock(),
        logger);
  }

  private void apply(Event event) {
    List<SecretKey> changed = table.apply(event);
    store.follow(event, changed);
  }

  private void open() {
    try {
      openOrThrow();
    } catch (RuntimeException | Error e) {
      if (!closed) {
        logger.error("The vault stays sealed: its secrets could not be brought back", e);
        fault =
            "its secrets could not be brought back (%s): see the log, then restart".formatted(e);
        keeper.fail(fault);
        milestones.restored();
      }
    }
  }

  private void openOrThrow() {
    long last = events.lastId();
    while (!closed && !follower.await(last, LOOK)) {
      // a log that cannot be read now is tried again by who follows it
      if (follower.over() && !closed) {
        throw new IllegalStateException("the log is not followed any more");
      }
    }
    if (closed) {
      return;
    }
    keeper.begin();
    if (closed) {
      keeper.close();
      return;
    }
    logger.info(
        "Vault {}: {} secrets of the log up to event {}",
        keeper.view().state(),
        table.newest().size(),
        follower.applied());
    restored = true;
    tellWhetherOpen();
    milestones.restored();
  }

  /** Why it cannot be used until the next start, empty while it can. */
  Optional<String> fault() {
    if (!fault.isEmpty()) {
      return Optional.of(fault);
    }
    return follower.over() && !closed
        ? Optional.of("it does not follow the log any more: see the log, then restart")
        : Optional.empty();
  }

  /** Says that it is open, where it is. */
  void tellWhetherOpen() {
    if (restored && !closed && keeper.view().state() != State.SEALED) {
      milestones.unsealed();
    }
  }

  /** Whether every secret of the log is known. */
  boolean isRestored() {
    return restored;
  }

  /** Throws until every secret of the log is known. */
  void requireRestored() {
    if (closed) {
      throw new VaultException(Cause.SHUTTING_DOWN, "the vault has ended");
    } else if (!fault.isEmpty()) {
      throw Refused.sealed(fault);
    } else if (!restored) {
      throw new VaultException(Cause.RESTORING, "the secrets are being brought back from the log");
    }
  }

  /**
   * Returns when an event is in the table.
   *
   * @throws VaultException when that takes very long; it is durable all the same
   */
  void awaitApplied(Event event) {
    if (!follower.await(event.id(), APPLY)) {
      throw new VaultException(
          Cause.RESTORING,
          "event %d is durable, but not in force yet: the log could not be read"
              .formatted(event.id()));
    }
  }

  /**
   * Returns when all that is acknowledged by now is in the table.
   *
   * @throws VaultException when that takes very long
   */
  void awaitAll() {
    if (!follower.await(events.lastId(), APPLY)) {
      throw new VaultException(
          Cause.RESTORING,
          "the vault is at event %d of %d: the log could not be read"
              .formatted(follower.applied(), events.lastId()));
    }
  }

  /** Whether a data key is to encrypt no more. */
  boolean isWorn(long keyId) {
    return table.uses(keyId) >= options.encryptions();
  }

  /** For crash tests. */
  void reached(String step) {
    options.steps().reached(step);
  }

  Gcm gcm() {
    return gcm;
  }

  Locks locks() {
    return locks;
  }

  EventStore events() {
    return events;
  }

  VaultLog log() {
    return log;
  }

  SecretTable table() {
    return table;
  }

  SecretStore store() {
    return store;
  }

  KeyKeeper keeper() {
    return keeper;
  }

  Logger logger() {
    return logger;
  }

  Path keyFile() {
    return options.keyFile();
  }

  /** Ends it and wipes the keys. */
  @Deactivate
  public void close() {
    closed = true;
    milestones.close();
    follower.close();
    store.close();
    keeper.close();
  }
}
