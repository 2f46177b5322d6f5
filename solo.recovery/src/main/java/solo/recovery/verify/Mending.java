package solo.recovery.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import solo.core.capability.Caller;
import solo.core.deploy.Artifacts;
import solo.core.deploy.Inventory;
import solo.core.deploy.Restoration;
import solo.core.deploy.ServiceSpec;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.recovery.CheckpointStore.Listed;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.Intent;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Inspection;
import solo.recovery.provider.LogProjection;

/**
 * Mends one finding. Each act takes its own turn in the queue of its service and counts only while
 * the finding holds, so that nothing is mended that a deploy has changed meanwhile.
 */
final class Mending {
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final DeepRound.Stores stores;
  private final LogProjection projection;
  private final Inventory inventory;
  private final Restoration restoration;
  private final Artifacts artifacts;

  Mending(
      DeepRound.Stores stores,
      LogProjection projection,
      Inventory inventory,
      Restoration restoration,
      Artifacts artifacts) {
    this.stores = stores;
    this.projection = projection;
    this.inventory = inventory;
    this.restoration = restoration;
    this.artifacts = artifacts;
  }

  /**
   * Mends it.
   *
   * @return how it is now
   * @throws Exception when it could not be mended, with the reason as message
   */
  String mend(Suspicion suspicion, Caller caller) throws Exception {
    return switch (suspicion.finding().kind()) {
      case MISSING_SERVICE, NOT_ACTIVE -> restore(suspicion.key().orElseThrow());
      case ORPHAN_SERVICE, KILLED_BUT_ALIVE, DUPLICATE -> remove(suspicion);
      case DRIFT -> putBack(suspicion);
      case OPEN_INTENT -> close(suspicion, caller);
      case CHECKPOINT_MISMATCH -> checkpoint(suspicion.finding().about());
      default -> store(suspicion);
    };
  }

  private String restore(ServiceKey key) throws IOException {
    ServiceRecord record = projection.current().service(key);
    if (record.standing() != Standing.DEPLOYED) {
      throw new IOException("it is not to run any more: " + record.standing());
    }
    Restoration.Order order =
        new Restoration.Order(key, record.spec().orElseThrow(), record.specId(), false);
    Restoration.Outcome outcome = restoration.restore(List.of(order), done -> {}).get(0);
    if (outcome.result() == Restoration.Result.FAILED) {
      throw new IOException(outcome.reason());
    }
    return "bundle %d is active by event %d".formatted(outcome.bundleId(), order.eventId());
  }

  /** What runs is taken away only when the logged bytes are there to run instead. */
  private String putBack(Suspicion suspicion) throws IOException {
    ServiceKey key = suspicion.key().orElseThrow();
    Optional<ServiceSpec> logged = projection.current().service(key).spec();
    artifacts.verify(logged.orElseThrow().digest());
    return remove(suspicion) + "; " + restore(key);
  }

  private String remove(Suspicion suspicion) throws IOException {
    Inventory.LiveBundle bundle = suspicion.bundle().orElseThrow();
    if (!inventory.remove(bundle)) {
      throw new IOException("bundle %d is not gone".formatted(bundle.bundleId()));
    }
    return "bundle %d is gone".formatted(bundle.bundleId());
  }

  private String close(Suspicion suspicion, Caller caller) throws Exception {
    ServiceKey key = suspicion.key().orElseThrow();
    Inventory.Quiet held =
        inventory
            .quiet(key, QUIET)
            .orElseThrow(() -> new IOException("a deploy of it is under way"));
    try (Inventory.Quiet quiet = held) {
      Intent intent =
          projection
              .current()
              .service(key)
              .open()
              .filter(open -> open.eventId() == suspicion.cause())
              .orElseThrow(() -> new IOException("it is closed already"));
      long id =
          stores
              .events()
              .append(
                  EventDraft.ofService(
                      key,
                      caller,
                      "its end is missing",
                      intent.eventId(),
                      new Payload.ServiceDeploymentFailed(
                          "failed",
                          intent.spec().digest(),
                          intent.spec().source(),
                          "the deploy of event %d has no end".formatted(intent.eventId()))))
              .getValue()
              .id();
      return "closed by event " + id;
    }
  }

  /** What a usable but wrong checkpoint led to may be in memory too. */
  private String checkpoint(String about) throws IOException {
    Optional<Listed> file =
        stores.checkpoints().list().stream()
            .filter(listed -> String.valueOf(listed.id()).equals(about))
            .findFirst();
    boolean believed = about.equals(Checkpoints.PROJECTION);
    if (file.isPresent()) {
      stores.checkpoints().remove(file.get().id());
      believed = file.get().checkpoint().isPresent();
    }
    if (believed) {
      projection.rebuild();
    }
    long at = stores.checkpoints().write(projection.current()).state().id();
    return "the checkpoint of event %d is the log's".formatted(at);
  }

  private String store(Suspicion suspicion) throws Exception {
    for (Inspection inspection : stores.inspections().get()) {
      Optional<String> after = inspection.repair(suspicion.finding());
      if (after.isPresent()) {
        return after.get();
      }
    }
    throw new IOException("no store knows how");
  }
}
