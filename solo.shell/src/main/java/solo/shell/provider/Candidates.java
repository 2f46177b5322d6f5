package solo.shell.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import solo.core.capability.Caller;
import solo.core.deploy.Deployer;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Payload;

/** What a word of a command can be completed to. */
final class Candidates {
  /** The interactive shell's own completion of files, for the line at hand. */
  private static final String FILES = "__files";

  private final Parts parts;
  private final AccessCandidates access;

  /**
   * Where the cursor is.
   *
   * @param before the command's words before the cursor, without options
   * @param typed what stands of the word at the cursor
   */
  record At(List<String> before, String typed) {}

  Candidates(AccessParts access) {
    this.parts = access.others();
    this.access = new AccessCandidates(access);
  }

  /** Values of an option; empty where they are free. */
  Object ofOption(CommandSession session, String command, String option) throws Exception {
    return switch (option) {
      case "--tenant" -> tenants(session);
      case "--service" -> keys(services(session, status -> true));
      case "--state" -> command.equals("tokens") ? AccessCandidates.STATES : states();
      case "--type" -> List.copyOf(Payload.types().keySet());
      case "--secret" -> access.secrets(session);
      case "--key-file" -> files(session);
      case "--name" ->
          services(session, status -> true).stream()
              .map(status -> status.key().service())
              .distinct()
              .toList();
      default -> List.of();
    };
  }

  /** What a command takes besides options; what stands there is not offered again. */
  Object ofWord(CommandSession session, String command, At at) throws Exception {
    return switch (command.toLowerCase(Locale.ROOT)) {
      case "deploy" -> files(session);
      case "help" -> Synopsis.all().stream().map(Synopsis::command).toList();
      case "why" -> keys(services(session, status -> true));
      case "kill" ->
          keys(services(session, status -> status.state() != ServiceState.KILLED)).stream()
              .filter(key -> !at.before().contains(key))
              .toList();
      case "limits", "vault-shred" -> at.before().isEmpty() ? tenants(session) : List.of();
      case "grant" ->
          at.before().isEmpty() ? tenants(session) : access.ofWord(session, command, at);
      default -> access.ofWord(session, command, at);
    };
  }

  private static List<String> states() {
    return Arrays.stream(ServiceState.values()).map(Enum::name).toList();
  }

  /** Those that have a service, a token or a secret. */
  private List<String> tenants(CommandSession session) {
    return Stream.concat(
            services(session, status -> true).stream().map(status -> status.key().tenant()),
            access.tenants(session).stream())
        .distinct()
        .toList();
  }

  /** The files of this machine are for those who have it, not for a token. */
  private static Object files(CommandSession session) throws Exception {
    return Commands.caller(session).kind() == Caller.Kind.TOKEN
        ? List.of()
        : session.execute(FILES);
  }

  private static List<String> keys(List<ServiceStatus> services) {
    return services.stream().map(status -> status.key().toString()).toList();
  }

  /**
   * None where the caller may not see them, or there is no one to ask: a completion never fails.
   */
  private List<ServiceStatus> services(CommandSession session, Predicate<ServiceStatus> which) {
    Deployer deployer = parts.deployer;
    if (deployer == null) {
      return List.of();
    }
    try {
      Sight sight = parts.sight(Commands.caller(session));
      return deployer.services(sight.caller()).stream()
          .filter(status -> sight.sees(status.key()))
          .filter(which)
          .toList();
    } catch (CommandException | RuntimeException e) {
      return List.of();
    }
  }
}
