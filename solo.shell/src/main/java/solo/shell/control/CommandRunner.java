package solo.shell.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import solo.core.capability.TokenCheck;
import solo.core.control.Attachment;
import solo.core.event.EventStore;
import solo.core.lifecycle.Shutdown;
import solo.core.recovery.Replayer;

/** Makes the commands and shells of the control socket; there is one as soon as the log is open. */
@Component(service = CommandRunner.class)
public final class CommandRunner {
  private final CommandProcessor processor;
  private final Path profile;
  private final OwnCommands own;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Replayer replayer;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Shutdown shutdown;

  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile TokenCheck tokens;

  /** What a session by token may type; without it nothing is completed. */
  @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
  volatile Suggestions suggestions;

  private final Login login;

  /**
   * Takes what it needs.
   *
   * @param events only waited for: without a log there is nothing to control
   */
  @Activate
  public CommandRunner(
      @Reference CommandProcessor processor, @Reference EventStore events, BundleContext context) {
    this(
        processor,
        Path.of(context.getProperty("gosh.home"), "etc", "gosh_profile"),
        new BundleCommands(context),
        System::nanoTime);
  }

  CommandRunner(CommandProcessor processor, Path profile, OwnCommands own, LongSupplier nanoTime) {
    this.processor = processor;
    this.own = own;
    this.profile = profile;
    login = new Login(this, new WrongTokens(nanoTime));
  }

  CommandProcessor processor() {
    return processor;
  }

  /** What each shell on a terminal runs first, where it is there. */
  Path profile() {
    return profile;
  }

  /** What the lines of a visitor mean. */
  Language language(Visitor visitor) {
    return Language.of(visitor, own);
  }

  /** A command to be run by the caller's thread. */
  CommandRun prepare(Visitor visitor, Outbox outbox) {
    return new CommandRun(this, visitor, outbox);
  }

  /** Who shows a token; one for all sockets, so that nobody tries at two. */
  Login login() {
    return login;
  }

  /** Empty while nobody can tell which tokens there are. */
  Optional<TokenCheck> tokens() {
    return Optional.ofNullable(tokens);
  }

  /** What a session by token is told while nobody can tell which tokens there are. */
  String notNow() {
    Shutdown stop = shutdown;
    return stop != null && stop.stopping()
        ? "Solo is shutting down"
        : Admission.recovering(progress());
  }

  /** What can be typed, none where nobody knows. */
  List<Suggestions.Word> suggestions(CommandSession session, List<String> words, int at) {
    Suggestions now = suggestions;
    return now == null ? List.of() : now.at(session, words, at);
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
  Shell shell(Visitor visitor, Attachment attachment, Outbox outbox) throws IOException {
    return attachment.interactive()
        ? new TerminalShell(this, visitor, attachment, outbox)
        : new PipedShell(this, visitor, attachment, outbox);
  }

  /** How far recovery is; empty when it has not begun. */
  Optional<Replayer.Progress> progress() {
    return Optional.ofNullable(replayer).map(Replayer::progress);
  }
}
