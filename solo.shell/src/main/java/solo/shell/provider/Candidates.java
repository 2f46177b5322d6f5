package solo.shell.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.felix.service.command.CommandSession;
import solo.core.capability.Authorization;
import solo.core.capability.Permission;
import solo.core.deploy.Deployer;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Payload;

/** What a word of a command can be completed to. */
final class Candidates {
  /** The interactive shell's own completion of files, for the line at hand. */
  private static final String FILES = "__files";

  private final Parts parts;

  Candidates(Parts parts) {
    this.parts = parts;
  }

  /** Values of an option; empty where they are free. */
  List<String> ofOption(CommandSession session, String option) {
    return switch (option) {
      case "--tenant" ->
          services(session, status -> true).stream()
              .map(status -> status.key().tenant())
              .distinct()
              .toList();
      case "--service" -> keys(services(session, status -> true));
      case "--state" -> Arrays.stream(ServiceState.values()).map(Enum::name).toList();
      case "--type" -> List.copyOf(Payload.types().keySet());
      case "--name" ->
          services(session, status -> true).stream()
              .map(status -> status.key().service())
              .distinct()
              .toList();
      default -> List.of();
    };
  }

  /**
   * What a command takes besides options.
   *
   * @param before the words before the cursor; what stands there is not offered again
   */
  Object ofWord(CommandSession session, String command, List<String> before) throws Exception {
    return switch (command.toLowerCase(Locale.ROOT)) {
      case "deploy" -> session.execute(FILES);
      case "why" -> keys(services(session, status -> true));
      case "kill" ->
          keys(services(session, status -> status.state() != ServiceState.KILLED)).stream()
              .filter(key -> !before.contains(key))
              .toList();
      default -> List.of();
    };
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
      parts.require(Commands.caller(session), Permission.READ, Authorization.EVERY_TENANT);
      return deployer.services(Commands.caller(session)).stream().filter(which).toList();
    } catch (CommandException | RuntimeException e) {
      return List.of();
    }
  }
}
