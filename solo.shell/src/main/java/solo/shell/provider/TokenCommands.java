package solo.shell.provider;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.capability.TokenStatus;
import solo.core.event.Event;
import solo.core.tenant.Printable;

/** Commands that tell of tokens, over {@code solo.core.capability}. */
@Component(service = TokenCommands.class, immediate = true)
@GogoCommand(
    scope = "solo",
    function = {"tokens", "token-info"})
public final class TokenCommands extends Commands {
  /** As rows they take more memory than as tokens. */
  private static final int MOST = 100_000;

  private final AccessParts access;

  @Activate
  public TokenCommands(@Reference AccessParts access) {
    super(access.others());
    this.access = access;
  }

  @Descriptor("list tokens, by their accessors")
  public Listing tokens(
      CommandSession session,
      @Descriptor("only this tenant's") @Parameter(names = "--tenant", absentValue = "")
          String tenant,
      @Descriptor("only those in this state: VALID, EXPIRED or REVOKED")
          @Parameter(names = "--state", absentValue = "")
          String state,
      @Descriptor("at most so many, the newest; 1 to 100000, default 1000")
          @Parameter(names = "--limit", absentValue = "1000")
          String limit,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, tenant, state, limit);
    return answer(
        () -> {
          TokenStatus.State wanted = state.isEmpty() ? null : state(state);
          String scope = access.scope(tenant, caller(session));
          int most = (int) number("--limit", limit, 1, MOST);
          List<TokenStatus> all = access.capabilities().list(scope, caller(session));
          return TokenRows.of(newest(all, wanted, most), SET.equals(json));
        });
  }

  /** Oldest first. No more are looked at than it takes. */
  private static List<TokenStatus> newest(
      List<TokenStatus> all, TokenStatus.State wanted, int most) {
    Deque<TokenStatus> newest = new ArrayDeque<>();
    for (int i = all.size() - 1; i >= 0 && newest.size() < most; i--) {
      TokenStatus token = all.get(i);
      if (wanted == null || token.state() == wanted) {
        newest.addFirst(token);
      }
    }
    return List.copyOf(newest);
  }

  /** The log is told to those who may query it. */
  @Descriptor("tell all that is known of a token")
  public Document tokenInfo(
      CommandSession session,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("the accessor of the token") String accessor)
      throws CommandException {
    requireSet(session, accessor);
    return answer(
        () -> {
          TokenStatus token = access.capabilities().info(accessor, caller(session));
          return TokenDocument.of(token, events(token, caller(session)), SET.equals(json));
        });
  }

  private List<Event> events(TokenStatus token, Caller caller) throws CommandException {
    return may(caller, token.capability().tenant())
        ? TokenEvents.of(token, parts.events()).stream()
            .filter(event -> may(caller, event.draft().tenant()))
            .toList()
        : List.of();
  }

  /** An ancestor in another tenant may have ended it. */
  private boolean may(Caller caller, String tenant) {
    Authorization authorization = parts.authorization;
    String where = tenant.isEmpty() ? Authorization.EVERY_TENANT : tenant;
    return authorization != null
        && authorization.allows(caller, Permission.EVENTS, where, Resource.ALL);
  }

  private static TokenStatus.State state(String text) throws CommandException {
    for (TokenStatus.State state : TokenStatus.State.values()) {
      if (state.name().equalsIgnoreCase(text)) {
        return state;
      }
    }
    String states =
        Arrays.stream(TokenStatus.State.values()).map(Enum::name).collect(Collectors.joining(", "));
    throw new CommandException(
        "there is no state %s: expected one of %s".formatted(Printable.quote(text), states));
  }
}
