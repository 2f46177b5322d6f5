package solo.core.directory;

import java.io.IOException;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;
import org.osgi.service.metatype.annotations.Designate;
import solo.core.capability.Caller;
import solo.core.deploy.Deployer;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.event.Payload;
import solo.core.lifecycle.Directories;
import solo.core.recovery.StateProjection;
import solo.core.vault.Seal;
import solo.core.vault.SecretVersion;
import solo.core.vault.Vault;
import solo.core.vault.VaultException;

/**
 * Deploys what is dropped into the deploy directory and kills what is taken out of it, once the
 * container is ready.
 */
@Component(
    immediate = true,
    service = HealthCheck.class,
    configurationPid = "solo.core.directory",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    property = {HealthCheck.NAME + "=deploy directory", HealthCheck.TAGS + "=solo"})
@Designate(ocd = DirectoryConfig.class)
public final class DeployDirectory implements HealthCheck {
  private static final Caller SELF = Caller.system("directory");
  private static final String SEALED = Payload.typeOf(Payload.VaultSealed.class);
  private static final String UNSEALED = Payload.typeOf(Payload.VaultUnsealed.class);

  private final Directories directories;
  private final DirectoryConfig config;
  private final Surroundings around;
  private final Pace pace = new Pace();
  private final Thread thread;
  private volatile Optional<String> trouble = Optional.empty();
  private volatile Optional<String> untold = Optional.empty();

  /** Dynamic: only files that name secrets need it. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Vault vault;

  /** Begins on its own thread. */
  @Activate
  public DeployDirectory(
      BundleContext context,
      DirectoryConfig config,
      @Reference Directories directories,
      @Reference Deployer deployer,
      @Reference StateProjection projection,
      @Reference EventStore events,
      @Reference(target = "(osgi.condition.id=solo.ready)") Condition ready,
      @Reference(service = LoggerFactory.class) Logger log) {
    this.config = config;
    this.directories = directories;
    SecretNews secrets =
        new SecretNews(() -> Seal.of(context), this::newestSecret, () -> newestUnseal(events));
    around = new Surroundings(deployer, projection, events, secrets, Clock.SYSTEM, log);
    thread = new Thread(this::run, "solo-directory");
    thread.setDaemon(true);
    thread.start();
  }

  private long newestSecret(String tenant) {
    Vault open = vault;
    try {
      return open == null
          ? 0
          : open.list(tenant, SELF).stream().mapToLong(SecretVersion::eventId).max().orElse(0);
    } catch (VaultException e) {
      return 0;
    }
  }

  /** A vault that is open and was last told to be sealed was opened after that. */
  private static long newestUnseal(EventStore events) {
    long unsealed = newest(events, UNSEALED);
    return newest(events, SEALED) > unsealed ? events.lastId() + 1 : unsealed;
  }

  private static long newest(EventStore events, String type) {
    return events.query(new EventQuery("", "", type, 0, 1, true)).stream()
        .mapToLong(Event::id)
        .findFirst()
        .orElse(0);
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    thread.interrupt();
    thread.join(5_000);
  }

  @Override
  public Result execute() {
    return trouble
        .map(why -> new Result(Result.Status.CRITICAL, message(why)))
        .or(() -> untold.map(why -> new Result(Result.Status.WARN, why)))
        .orElseGet(() -> new Result(Result.Status.OK, "watched"));
  }

  private void run() {
    DirectoryRounds.Settings settings =
        new DirectoryRounds.Settings(
            directories.deploy(), directories.data(), config.settleMs(), config.parallelDeploys());
    try (DirectoryRounds rounds = new DirectoryRounds(settings, around, pace::hint);
        Hints hints = Hints.open(directories.deploy(), pace::hint, around.log())) {
      while (!Thread.currentThread().isInterrupted()) {
        pace.await(round(rounds, hints));
      }
    } catch (InterruptedException e) {
      // deactivated
    } catch (IOException | RuntimeException e) {
      tell(Optional.of("is not watched: " + e));
    }
  }

  /** One round, and how long to wait for the next. A round that fails is not the last. */
  private long round(DirectoryRounds rounds, Hints hints) {
    try {
      DirectoryRounds.Outcome outcome = rounds.round();
      hints.watch(outcome.looked());
      tell(outcome.trouble());
      tellReceipts(outcome.untold());
      return outcome.unsettled()
          ? Math.min(config.settleMs(), config.scanIntervalMs())
          : config.scanIntervalMs();
    } catch (IOException | RuntimeException e) {
      tell(Optional.of("could not be looked at: " + e));
      return config.scanIntervalMs();
    }
  }

  private void tell(Optional<String> now) {
    if (!now.equals(trouble)) {
      trouble = now;
      now.ifPresentOrElse(
          why -> around.log().error("{}; nothing is killed for missing there", message(why)),
          () -> around.log().info("{}", message("is watched again")));
    }
  }

  private void tellReceipts(Optional<String> now) {
    if (now.isPresent() && untold.isEmpty()) {
      around.log().warn("{}; files are deployed all the same", now.get());
    }
    untold = now;
  }

  private String message(String what) {
    return "the deploy directory " + directories.deploy() + " " + what;
  }
}
