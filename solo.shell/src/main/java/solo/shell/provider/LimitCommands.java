package solo.shell.provider;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.apache.felix.service.command.annotations.GogoCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.TenantLimits;
import solo.core.tenant.ServiceKey;

/** The command over the tenants' limits of {@code solo.core.capability}. */
@Component(service = LimitCommands.class, immediate = true)
@GogoCommand(scope = "solo", function = "limits")
public final class LimitCommands extends Commands {
  private final AccessParts access;

  @Activate
  public LimitCommands(@Reference AccessParts access) {
    super(access.others());
    this.access = access;
  }

  /** Shows, and changes nothing without an option; durable when it answers. */
  @Descriptor("tell or set how often a tenant may ask, all its tokens together")
  public Document limits(
      CommandSession session,
      @Descriptor("set it to so many requests a second")
          @Parameter(names = "--rate", absentValue = "")
          String rate,
      @Descriptor("with --rate: so many at once; without it: as many as in a second")
          @Parameter(names = "--burst", absentValue = "")
          String burst,
      @Descriptor("take the limit away")
          @Parameter(names = "--none", presentValue = SET, absentValue = UNSET)
          String none,
      @Descriptor("why, for the event") @Parameter(names = "--reason", absentValue = "")
          String reason,
      @Descriptor("answer with JSON")
          @Parameter(names = "--json", presentValue = SET, absentValue = UNSET)
          String json,
      @Descriptor("whose") String tenant)
      throws CommandException {
    requireSet(session, rate, burst, reason, tenant);
    return answer(
        () -> {
          ServiceKey.requireId("tenant", tenant);
          TenantLimits limits = access.limits();
          RateLimit wanted = Terms.rate(rate, burst);
          if (wanted.limits() && SET.equals(none)) {
            throw new CommandException("limits takes --rate or --none, not both");
          }
          if (wanted.limits() || SET.equals(none)) {
            limits.setLimit(tenant, wanted, reason, caller(session));
          } else {
            parts.require(caller(session), Permission.READ, tenant);
          }
          return document(tenant, limits.limit(tenant), SET.equals(json));
        });
  }

  private static Document document(String tenant, RateLimit limit, boolean json) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("tenant", tenant);
    fields.put("perSecond", limit.perSecond());
    fields.put("burst", limit.burst());
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("tenant", tenant);
    lines.put("limit", TokenDocument.rate(limit));
    return new Document(fields, lines, List.of(), json);
  }
}
