package solo.shell.provider;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import solo.core.audit.Past;
import solo.core.audit.Past.State;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;

/** Commands over the past of {@code solo.core.audit}. */
@Component(service = PastCommands.class, immediate = true)
@GogoCommand(
    scope = "solo",
    function = {"state", "diff"})
public final class PastCommands extends Commands {
  private static final Set<String> KINDS = Set.of("service", "token", "secret", "limit");

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  volatile Past past;

  @Activate
  public PastCommands(@Reference Parts parts) {
    super(parts);
  }

  /** Without {@code --at} what is so now, by the log. */
  @Descriptor("tell what the log says was so: services, tokens, secrets, limits")
  public Document state(
      CommandSession session,
      @Descriptor(
              "after this event, or at this time, such as 2026-02-03T04:05:06Z; without it: now")
          @Parameter(names = "--at", absentValue = "")
          String at,
      @Descriptor("only this tenant's, '*' for what is of every tenant")
          @Parameter(names = "--tenant", absentValue = "")
          String tenant,
      @Descriptor("only of this kind: service, token, secret or limit")
          @Parameter(names = "--kind", absentValue = "")
          String kind,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, at, tenant, kind);
    return answer(
        () -> {
          PastRows.Only only = only(tenant, kind);
          requireNamed(only, caller(session));
          return PastRows.state(only.of(read(session, List.of(at)).get(0)), SET.equals(json));
        });
  }

  @Descriptor("tell what changed between two events, or two times, by the log")
  public Document diff(
      CommandSession session,
      @Descriptor("only this tenant's, '*' for what is of every tenant")
          @Parameter(names = "--tenant", absentValue = "")
          String tenant,
      @Descriptor("only of this kind: service, token, secret or limit")
          @Parameter(names = "--kind", absentValue = "")
          String kind,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("an event or a time, as for solo:state") String from,
      @Descriptor("another one") String to)
      throws CommandException {
    requireSet(session, tenant, kind, from, to);
    return answer(
        () -> {
          PastRows.Only only = only(tenant, kind);
          requireNamed(only, caller(session));
          List<State> states = read(session, List.of(from, to));
          return PastRows.diff(only.of(states.get(0)), only.of(states.get(1)), SET.equals(json));
        });
  }

  private static PastRows.Only only(String tenant, String kind) throws CommandException {
    if (!kind.isEmpty() && !KINDS.contains(kind)) {
      throw new CommandException(
          "there is no kind %s: expected service, token, secret or limit"
              .formatted(Printable.quote(kind)));
    }
    boolean all = tenant.isEmpty() || tenant.equals(Authorization.EVERY_TENANT);
    return new PastRows.Only(all ? tenant : ServiceKey.requireId("tenant", tenant), kind);
  }

  /** What is named and not granted is refused, not left out. */
  private void requireNamed(PastRows.Only only, Caller caller) throws CommandException {
    Sight sight = parts.sight(caller);
    String where = only.tenant().isEmpty() ? sight.tenant() : only.tenant();
    if (!where.equals(sight.tenant())) {
      parts.require(caller, Permission.EVENTS, where, sight.reach());
    }
    if (only.kind().equals("token")) {
      parts.require(caller, Permission.GRANT, where, sight.reach());
    } else if (only.kind().equals("secret") && !sight.may(Permission.SECRET_WRITE)) {
      parts.require(caller, Permission.SECRET_READ, where, sight.reach());
    }
  }

  private List<State> read(CommandSession session, List<String> points)
      throws CommandException, InterruptedException {
    Past there = parts.present(past, "past");
    Caller caller = caller(session);
    try (Progress progress = new Progress(session)) {
      State first = read(there, points.get(0), caller, progress);
      return points.size() == 1
          ? List.of(first)
          : List.of(first, read(there, points.get(1), caller, progress));
    } catch (CancellationException e) {
      throw new CommandException("interrupted");
    }
  }

  private State read(Past there, String point, Caller caller, Progress progress)
      throws CommandException, InterruptedException {
    if (point.isEmpty()) {
      return there.at(parts.events().lastId(), caller, progress);
    } else if (point.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return there.at(number("an event", point, 0, Long.MAX_VALUE), caller, progress);
    }
    return there.at(time(point), caller, progress);
  }

  private static Instant time(String text) throws CommandException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new CommandException(
          "%s is neither an event's id nor a time such as 2026-02-03T04:05:06Z"
              .formatted(Printable.quote(text)));
    }
  }
}
