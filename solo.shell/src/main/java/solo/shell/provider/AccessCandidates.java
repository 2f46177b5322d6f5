package solo.shell.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.service.command.CommandSession;
import solo.core.capability.Authorization;
import solo.core.capability.CapabilityService;
import solo.core.capability.Permission;
import solo.core.capability.TokenStatus;
import solo.core.vault.SecretVersion;
import solo.core.vault.Vault;

/**
 * Accessors, permissions and secrets that a word can be completed to; none where that fails. Who
 * may not see them is not asked for: a Tab is no use that was denied.
 */
final class AccessCandidates {
  static final List<String> STATES =
      Arrays.stream(TokenStatus.State.values()).map(Enum::name).toList();

  /** More are no help to anybody who looks for one. */
  private static final int MOST = 1000;

  private final AccessParts access;

  AccessCandidates(AccessParts access) {
    this.access = access;
  }

  List<String> ofWord(CommandSession session, String command, Candidates.At at) {
    boolean first = at.before().isEmpty();
    return switch (command) {
      case "grant" -> at.before().size() == 1 ? permissions(at.typed()) : List.of();
      case "delegate" -> delegate(session, at);
      case "revoke", "renew" -> first ? accessors(session, AccessCandidates::valid) : List.of();
      case "token-info" -> first ? accessors(session, token -> true) : List.of();
      case "secret-put", "secret-get", "secret-delete" -> first ? secrets(session) : List.of();
      default -> List.of();
    };
  }

  private List<String> delegate(CommandSession session, Candidates.At at) {
    return switch (at.before().size()) {
      case 0 ->
          Stream.concat(
                  accessors(session, AccessCandidates::valid).stream(),
                  permissions(at.typed()).stream())
              .toList();
      case 1 -> permissions(at.typed());
      default -> List.of();
    };
  }

  private static boolean valid(TokenStatus token) {
    return token.state() == TokenStatus.State.VALID;
  }

  /** Behind a comma those that do not stand there yet. */
  private static List<String> permissions(String typed) {
    int comma = typed.lastIndexOf(',') + 1;
    String before = typed.substring(0, comma);
    Set<String> named = Arrays.stream(before.split(",")).collect(Collectors.toSet());
    return Arrays.stream(Permission.values())
        .map(Permission::word)
        .filter(word -> !named.contains(word))
        .map(word -> before + word)
        .toList();
  }

  List<String> secrets(CommandSession session) {
    return stored(session).stream().map(secret -> secret.key().toString()).toList();
  }

  /** Those that have a token or a secret. */
  List<String> tenants(CommandSession session) {
    return Stream.concat(
            tokens(session).stream().map(token -> token.capability().tenant()),
            stored(session).stream().map(secret -> secret.key().tenant()))
        .filter(tenant -> !tenant.equals(Authorization.EVERY_TENANT))
        .distinct()
        .toList();
  }

  private List<String> accessors(CommandSession session, Predicate<TokenStatus> which) {
    return tokens(session).stream()
        .filter(which)
        .map(token -> token.capability().accessor())
        .limit(MOST)
        .toList();
  }

  private List<TokenStatus> tokens(CommandSession session) {
    CapabilityService capabilities = access.capabilities;
    try {
      Sight sight = access.others().sight(Commands.caller(session));
      return capabilities == null || !sight.may(Permission.GRANT)
          ? List.of()
          : capabilities.list(sight.tenant(), sight.caller());
    } catch (CommandException | RuntimeException e) {
      return List.of();
    }
  }

  private List<SecretVersion> stored(CommandSession session) {
    Vault vault = access.vault;
    try {
      Sight sight = access.others().sight(Commands.caller(session));
      boolean may = sight.may(Permission.SECRET_READ) || sight.may(Permission.SECRET_WRITE);
      return vault == null || !may ? List.of() : vault.list(sight.tenant(), sight.caller());
    } catch (CommandException | RuntimeException e) {
      return List.of();
    }
  }
}
