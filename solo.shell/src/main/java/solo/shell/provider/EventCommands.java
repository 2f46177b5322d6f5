package solo.shell.provider;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.Payload;
import solo.core.tenant.Printable;
import solo.core.tenant.ServiceKey;

/** Commands over {@code solo.core.event}. */
@Component(service = EventCommands.class, immediate = true)
@GogoCommand(scope = "solo", function = "events")
public final class EventCommands extends Commands {
  private static final int DEFAULT_LIMIT = 50;

  @Activate
  public EventCommands(@Reference Parts parts) {
    super(parts);
  }

  /**
   * Without an id to start after it shows the newest, with one the next: so scripts can page. The
   * one command that prints: what it follows has no end to return.
   *
   * @return null where it has followed
   */
  @Descriptor("show events, the newest last")
  public Listing events(
      CommandSession session,
      @Descriptor("only this tenant's") @Parameter(names = "--tenant", absentValue = "")
          String tenant,
      @Descriptor("only this service's: tenant/service, or service in every tenant")
          @Parameter(names = "--service", absentValue = "")
          String service,
      @Descriptor("only of this type, such as service_deployed")
          @Parameter(names = "--type", absentValue = "")
          String type,
      @Descriptor("the first ones after this event id; without it: the newest")
          @Parameter(names = "--since", absentValue = "")
          String since,
      @Descriptor("at most so many, 1 to 10000, default 50; with --follow it ends after so many")
          @Parameter(names = "--limit", absentValue = "")
          String limit,
      @Descriptor("go on with each new one as it is acknowledged, until Ctrl-C")
          @Parameter(names = "--follow", presentValue = SET, absentValue = UNSET)
          String follow,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json)
      throws CommandException {
    requireSet(session, tenant, service, type, since, limit);
    return answer(
        () -> {
          EventQuery query = query(tenant, service, type, since, limit);
          SeenLog log = new SeenLog(parts.events(), parts.access(), caller(session));
          if (SET.equals(follow)) {
            long most = limit.isEmpty() ? Long.MAX_VALUE : query.limit();
            new Following(log, query, most, SET.equals(json), session).run();
            return null;
          }
          List<Event> events = new ArrayList<>(log.query(query));
          if (query.newestFirst()) {
            Collections.reverse(events);
          }
          return EventRows.of(events, SET.equals(json));
        });
  }

  private static EventQuery query(
      String tenant, String service, String type, String since, String limit)
      throws CommandException {
    int most =
        limit.isEmpty() ? DEFAULT_LIMIT : (int) number("--limit", limit, 1, EventQuery.MAX_LIMIT);
    long after = since.isEmpty() ? 0 : number("--since", since, 0, Long.MAX_VALUE);
    Subject subject = Subject.of(tenant, service);
    return new EventQuery(
        subject.tenant(), subject.service(), type(type), after, most, since.isEmpty());
  }

  /** Whose events; empty texts filter nothing. */
  private record Subject(String tenant, String service) {
    static Subject of(String tenant, String service) throws CommandException {
      if (!service.contains("/")) {
        return new Subject(
            tenant.isEmpty() ? "" : ServiceKey.requireId("tenant", tenant),
            service.isEmpty() ? "" : ServiceKey.requireId("service", service));
      }
      ServiceKey key = ServiceKey.parse(service);
      if (!tenant.isEmpty() && !tenant.equals(key.tenant())) {
        throw new CommandException("--tenant %s is not that of %s".formatted(tenant, key));
      }
      return new Subject(key.tenant(), key.service());
    }
  }

  private static String type(String type) throws CommandException {
    if (type.isEmpty() || Payload.types().containsKey(type)) {
      return type;
    }
    throw new CommandException(
        "there is no event type %s: expected one of %s"
            .formatted(Printable.quote(type), String.join(", ", Payload.types().keySet())));
  }
}
