package solo.shell.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import solo.core.capability.Caller;
import solo.core.control.Attachment;
import solo.core.event.EventStore;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.Replayer;

/** Makes the commands and shells of the control socket; there is one as soon as the log is open. */
@Component(service = CommandRunner.class)
public final class CommandRunner {
  private final CommandProcessor processor;
  private final Path profile;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Replayer replayer;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Shutdown shutdown;

  /**
   * Takes what it needs.
   *
   * @param events only waited for: without a log there is nothing to control
   */
  @Activate
  public CommandRunner(
      @Reference CommandProcessor processor, @Reference EventStore events, BundleContext context) {
    this(processor, Path.of(context.getProperty("gosh.home"), "etc", "gosh_profile"));
  }

  CommandRunner(CommandProcessor processor, Path profile) {
    this.processor = processor;
    this.profile = profile;
  }

  CommandProcessor processor() {
    return processor;
  }

  /** What each shell on a terminal runs first, where it is there. */
  Path profile() {
    return profile;
  }

  /** A command to be run by the caller's thread. */
  CommandRun prepare(Caller caller, Outbox outbox) {
    return new CommandRun(this, caller, outbox);
  }

  /** Why a line cannot be run now, if so: the container recovers, or stops. */
  Optional<String> refusal(String command) {
    Shutdown stop = shutdown;
    Optional<String> late = Admission.late(command, stop != null && stop.stopping());
    return late.isPresent() ? late : Admission.early(command, progress());
  }

  /**
   * A shell to be run by a thread of its own.
   *
   * @throws IOException when the client's encoding or directory cannot be used
   */
  Shell shell(Caller caller, Attachment attachment, Outbox outbox) throws IOException {
    return attachment.interactive()
        ? new TerminalShell(this, caller, attachment, outbox)
        : new PipedShell(this, caller, attachment, outbox);
  }

  /** How far recovery is; empty when it has not begun. */
  Optional<Replayer.Progress> progress() {
    return Optional.ofNullable(replayer).map(Replayer::progress);
  }
}
