package solo.shell.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.deploy.Deployer;
import solo.core.event.EventAccess;
import solo.core.event.EventStore;
import solo.core.lifecycle.Directories;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.Checkpointer;
import solo.core.recovery.Replayer;
import solo.core.verify.Explainer;
import solo.core.verify.Head;
import solo.core.verify.VerificationReport;
import solo.core.verify.Verifier;

/**
 * The parts of Solo that commands use. Commands are there before the parts are and after they have
 * gone, so each reference is dynamic; what is missing is said.
 */
@Component(service = Parts.class)
public final class Parts {
  private static final String AUTHORIZATION = "authorization";
  private static final String DEPLOYER = "deployer";
  private static final String EVENT_STORE = "event store";
  private static final String REPLAYER = "replayer";
  private static final String CHECKPOINTER = "checkpointer";
  private static final String SHUTDOWN = "shutdown";
  private static final String VERIFIER = "verifier";
  private static final String EXPLAINER = "explainer";
  private static final String HEAD = "head";

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Authorization authorization;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Deployer deployer;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile EventStore events;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile EventAccess access;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Replayer replayer;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Checkpointer checkpointer;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Shutdown shutdown;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Directories directories;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Verifier verifier;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Explainer explainer;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Head head;

  /** The deployer, once recovery has ended: before, services would be listed or changed by half. */
  Deployer deployer() throws CommandException {
    return recovered(deployer, DEPLOYER);
  }

  EventStore events() throws CommandException {
    return present(events, EVENT_STORE);
  }

  EventAccess access() throws CommandException {
    return present(access, EVENT_STORE);
  }

  Replayer replayer() throws CommandException {
    return present(replayer, REPLAYER);
  }

  /** The checkpointer, once recovery has ended and while no stop has begun. */
  Checkpointer checkpointer() throws CommandException {
    requireRecovered();
    if (stopping()) {
      throw new CommandException("Solo is shutting down");
    }
    return present(checkpointer, CHECKPOINTER);
  }

  /** The verifier, once recovery has ended: before, every service that waits would be a finding. */
  Verifier verifier() throws CommandException {
    return recovered(verifier, VERIFIER);
  }

  /** The newest verify of this boot or of an earlier one. */
  VerificationReport lastVerification() throws CommandException {
    return present(verifier, VERIFIER)
        .last()
        .orElseThrow(() -> new CommandException("no verify has ended yet: run solo:verify"));
  }

  Explainer explainer() throws CommandException {
    return present(explainer, EXPLAINER);
  }

  Shutdown shutdown() throws CommandException {
    return present(shutdown, SHUTDOWN);
  }

  /** The head, once recovery has ended. */
  Head head() throws CommandException {
    return recovered(head, HEAD);
  }

  /** Whether a stop has begun. */
  boolean stopping() {
    Shutdown now = shutdown;
    return now != null && now.stopping();
  }

  /** How far a stop is, empty while none has begun. */
  Optional<Shutdown.Progress> stop() {
    return Optional.ofNullable(shutdown).flatMap(Shutdown::progress);
  }

  /** How far recovery is; nothing planned and not ready where it has not begun. */
  Replayer.Progress progress() {
    Replayer now = replayer;
    return now == null ? new Replayer.Progress(false, 0, 0) : now.progress();
  }

  /**
   * Returns when the caller may. The owner is admin by definition, and reads also while there is no
   * one to ask.
   */
  void require(Caller caller, Permission permission, String tenant) throws CommandException {
    require(caller, permission, tenant, Resource.ALL);
  }

  /** The same for a part of the tenant. */
  void require(Caller caller, Permission permission, String tenant, Resource resource)
      throws CommandException {
    Authorization now = authorization;
    if (now == null && caller.kind() == Caller.Kind.OWNER) {
      return;
    }
    present(now, AUTHORIZATION).require(caller, permission, tenant, resource);
  }

  /** Returns when the caller may read at all: what it is to be shown. */
  Sight reading(Caller caller) throws CommandException {
    Sight sight = sight(caller);
    require(caller, Permission.READ, sight.tenant(), sight.reach());
    return sight;
  }

  /** What the caller would be shown, if it may read; nobody is told that it was asked. */
  Sight sight(Caller caller) throws CommandException {
    Authorization now = authorization;
    return Sight.of(caller.kind() == Caller.Kind.OWNER ? now : present(now, AUTHORIZATION), caller);
  }

  /** The names of the parts that a ready container has and this one does not. */
  List<String> missing() {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put(AUTHORIZATION, authorization);
    parts.put(DEPLOYER, deployer);
    parts.put(EVENT_STORE, events);
    parts.put(CHECKPOINTER, checkpointer);
    parts.put(SHUTDOWN, shutdown);
    parts.put(VERIFIER, verifier);
    parts.put(EXPLAINER, explainer);
    parts.put(HEAD, head);
    return parts.entrySet().stream()
        .filter(part -> part.getValue() == null)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void requireRecovered() throws CommandException {
    Replayer.Progress progress = progress();
    if (stopping() || progress.ready()) {
      return;
    }
    String far =
        progress.planned() == 0
            ? ""
            : ": %d of %d services done".formatted(progress.done(), progress.planned());
    throw new CommandException("recovering" + far + "; try again when solo:status says ready");
  }

  /** A part that waits for the end of recovery, once that is there. */
  <T> T recovered(T part, String name) throws CommandException {
    requireRecovered();
    return present(part, name);
  }

  /** The part, where it is there. */
  <T> T present(T part, String name) throws CommandException {
    if (part != null) {
      return part;
    }
    String why =
        stopping()
            ? "Solo is stopping"
            : progress().ready() ? "see solo:status and the log" : "Solo is starting, try again";
    throw new CommandException("the " + name + " is not there: " + why);
  }
}
