package solo.core.directory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipFile;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;
import solo.core.capability.Caller;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployException.Cause;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Deployer;
import solo.core.deploy.ServiceSpec;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.event.EventDraft;
import solo.core.event.Payload.ServiceDeployed;
import solo.core.event.Payload.ServiceDeploying;
import solo.core.event.Payload.ServiceDeploymentFailed;
import solo.core.event.Payload.ServiceKilled;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.tenant.ServiceKey;
import solo.core.testing.FoldedEvents;

/**
 * Writes the events of a deployer without running anything. A jar resolves when the services that
 * it needs are deployed.
 */
final class LoggingDeployer implements Deployer {
  /** What a test does while a deploy is under way. */
  interface During {
    void run(ServiceKey key) throws InterruptedException;
  }

  private final FoldedEvents log;
  private final AtomicInteger now = new AtomicInteger();
  final AtomicInteger most = new AtomicInteger();
  final AtomicInteger calls = new AtomicInteger();
  final Set<ServiceKey> dieIn = new HashSet<>();
  volatile During during = key -> {};
  volatile During afterResolve = key -> {};
  volatile Cause withoutEvent;

  LoggingDeployer(FoldedEvents log) {
    this.log = log;
  }

  @Override
  public Promise<ServiceStatus> deploy(DeployRequest request, Caller caller) {
    calls.incrementAndGet();
    most.accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      during.run(request.key());
      return withoutEvent == null
          ? deployNow(request, caller)
          : Promises.failed(new DeployException(withoutEvent, "no room on the disk", 0));
    } catch (InterruptedException e) {
      return Promises.failed(new DeployException(Cause.SHUTTING_DOWN, "interrupted", 0));
    } finally {
      now.decrementAndGet();
    }
  }

  private Promise<ServiceStatus> deployNow(DeployRequest request, Caller caller)
      throws InterruptedException {
    ServiceKey key = request.key();
    ServiceSpec spec = spec(request);
    boolean update = log.current().service(key).standing() == Standing.DEPLOYED;
    long intent = write(key, caller, 0, new ServiceDeploying(spec, update, request.retry()));
    if (dieIn.contains(key)) {
      return Promises.failed(new DeployException(Cause.SHUTTING_DOWN, "the process died", 0));
    }
    Set<String> missing = needs(request.file());
    log.current()
        .services()
        .forEach((k, r) -> missing.removeIf(m -> is(k, m) && r.standing() == Standing.DEPLOYED));
    afterResolve.run(key);
    if (!missing.isEmpty()) {
      String why = "missing: " + missing;
      long id =
          write(
              key,
              caller,
              intent,
              new ServiceDeploymentFailed("unresolved", spec.digest(), spec.source(), why));
      return Promises.failed(new DeployException(Cause.UNRESOLVED, why, id));
    }
    return Promises.resolved(
        status(key, spec, write(key, caller, intent, new ServiceDeployed(spec, update, 1))));
  }

  private static boolean is(ServiceKey key, String service) {
    return key.service().equals(service);
  }

  /** What the next boot writes about a deploy that the process died in. */
  void closeInterrupted(ServiceKey key) {
    log.current()
        .service(key)
        .open()
        .ifPresent(
            intent ->
                write(
                    key,
                    Caller.system("recovery"),
                    intent.eventId(),
                    new ServiceDeploymentFailed(
                        "interrupted",
                        intent.spec().digest(),
                        intent.spec().source(),
                        "the process died")));
  }

  @Override
  public Promise<ServiceStatus> kill(ServiceKey key, String reason, Caller caller) {
    calls.incrementAndGet();
    ServiceSpec spec = log.current().service(key).spec().orElseThrow();
    return Promises.resolved(
        status(key, spec, write(key, caller, 0, new ServiceKilled(spec.digest()))));
  }

  private long write(ServiceKey key, Caller caller, long cause, solo.core.event.Payload payload) {
    return log.appendNow(EventDraft.ofService(key, caller, "", cause, payload));
  }

  private static ServiceStatus status(ServiceKey key, ServiceSpec spec, long eventId) {
    return new ServiceStatus(key, ServiceState.ACTIVE, spec, Instant.EPOCH, eventId, 1, "");
  }

  private static Set<String> needs(Path file) {
    Set<String> needs = new HashSet<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      zip.stream()
          .filter(e -> e.getName().startsWith(Jars.NEEDS))
          .forEach(e -> needs.add(e.getName().substring(Jars.NEEDS.length())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return needs;
  }

  private static ServiceSpec spec(DeployRequest request) {
    try {
      byte[] bytes = Files.readAllBytes(request.file());
      return new ServiceSpec(
          ServiceSpec.BUNDLE,
          sha256(bytes),
          bytes.length,
          request.key().service(),
          "1.0.0",
          request.source(),
          5,
          60_000,
          5_000,
          5_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<ServiceStatus> services(Caller caller) {
    return List.of();
  }

  @Override
  public Optional<ServiceStatus> service(ServiceKey key, Caller caller) {
    return Optional.empty();
  }
}
