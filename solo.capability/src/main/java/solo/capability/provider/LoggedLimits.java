package solo.capability.provider;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.RateLimit;
import solo.core.capability.TenantLimits;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;

/** Limits of tenants as the log has them. */
@Component
public final class LoggedLimits implements TenantLimits {
  private final TokenLog log;
  private final TableAuthorization rights;

  /** Over the tokens of the log. */
  @Activate
  public LoggedLimits(@Reference TokenLog log, @Reference TableAuthorization rights) {
    this.log = log;
    this.rights = rights;
  }

  @Override
  public RateLimit limit(String tenant) {
    return log.table().limit(tenant);
  }

  @Override
  public void setLimit(String tenant, RateLimit limit, String reason, Caller caller) {
    ServiceKey.requireId("tenant", tenant);
    rights.require(caller, Permission.ADMIN, Authorization.EVERY_TENANT);
    rights.requireRestored();
    GrantTerms.requireNoToken(reason);
    Payload payload = new Payload.LimitsChanged(limit.perSecond(), limit.burst());
    log.append(new EventDraft(tenant, "", caller.actor(), reason, 0, payload));
  }
}
