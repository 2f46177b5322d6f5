package solo.capability.provider;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.capability.token.CapabilityEvents;
import solo.capability.token.Digest;
import solo.capability.token.LiveToken;
import solo.capability.token.TokenText;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Capability;
import solo.core.capability.CapabilityException;
import solo.core.capability.CapabilityException.Cause;
import solo.core.capability.CapabilityService;
import solo.core.capability.GrantRequest;
import solo.core.capability.Granted;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.capability.TokenStatus;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.tenant.Printable;

/**
 * Grants and ends tokens by events: authorise, check, append, wait until it is durable and applied,
 * answer.
 */
@Component
public final class LoggedGrants implements CapabilityService {
  private final TokenLog log;
  private final TableAuthorization rights;
  private final GrantTerms terms;
  private final SecureRandom random = new SecureRandom();

  /** Over the tokens of the log. */
  @Activate
  public LoggedGrants(@Reference TokenLog log, @Reference TableAuthorization rights) {
    this.log = log;
    this.rights = rights;
    terms = new GrantTerms(log.config());
  }

  @Override
  public Granted grant(GrantRequest request, Caller caller) {
    rights.requireRestored();
    rights.require(caller, Permission.GRANT, request.tenant(), request.resource());
    Optional<LiveToken> own =
        caller.kind() == Caller.Kind.TOKEN ? Optional.of(token(caller.name())) : Optional.empty();
    return make(request, own, caller);
  }

  @Override
  public Granted delegate(String accessor, GrantRequest request, Caller caller) {
    rights.requireRestored();
    LiveToken parent = known(accessor, caller);
    requireMayDelegate(caller, parent);
    requireValid(parent);
    return make(request, Optional.of(parent), caller);
  }

  private Granted make(GrantRequest request, Optional<LiveToken> parent, Caller caller) {
    TokenText.Kind kind = parent.isPresent() ? TokenText.Kind.SUB : TokenText.Kind.CAP;
    String text = TokenText.make(kind, random);
    Instant now = log.now();
    Capability capability =
        parent.isPresent()
            ? terms.delegated(newAccessor(), request, parent.get(), now)
            : terms.granted(newAccessor(), request, now);
    Payload payload = CapabilityEvents.granted(Digest.of(text), capability);
    long cause = parent.map(LiveToken::grantId).orElse(0L);
    Event event = log.append(draft(capability.tenant(), caller, request.note(), cause, payload));
    return new Granted(text, capability, event.id());
  }

  private String newAccessor() {
    String accessor = TokenText.accessor(random);
    return log.table().find(accessor).isPresent() ? newAccessor() : accessor;
  }

  private static EventDraft draft(
      String tenant, Caller caller, String reason, long cause, Payload payload) {
    GrantTerms.requireNoToken(reason);
    return new EventDraft(
        CapabilityEvents.eventTenant(tenant), "", caller.actor(), reason, cause, payload);
  }

  /**
   * The token of an accessor; one that the caller may not know of is not there, and to whom none is
   * to be known that is told in both cases.
   */
  private LiveToken known(String accessor, Caller caller) {
    String scope = rights.scope(caller);
    Resource reach = rights.reach(caller);
    Optional<LiveToken> token =
        log.table()
            .find(accessor)
            .filter(t -> scope.equals(Authorization.EVERY_TENANT) || scope.equals(t.tenant()))
            .filter(t -> reach.covers(t.resource()));
    if (token.isEmpty()) {
      rights.require(caller, Permission.GRANT, scope, reach);
    }
    return token.orElseThrow(() -> notFound(accessor));
  }

  private LiveToken token(String accessor) {
    return log.table().find(accessor).orElseThrow(() -> notFound(accessor));
  }

  private static CapabilityException notFound(String accessor) {
    return new CapabilityException(
        Cause.NOT_FOUND,
        "there is no token %s: the command tokens lists them".formatted(Printable.quote(accessor)));
  }

  private void requireValid(LiveToken token) {
    TokenStatus.State state = token.state(log.nowMs());
    if (state != TokenStatus.State.VALID) {
      throw new CapabilityException(
          Cause.REFUSED,
          "token %s is %s: grant a new one"
              .formatted(token.accessor(), state.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** The caller's token is this one, or one that it was delegated from. */
  private boolean isOwn(Caller caller, LiveToken token) {
    return caller.kind() == Caller.Kind.TOKEN
        && log.table().find(caller.name()).filter(own -> own.covers(token)).isPresent();
  }

  /** From another token than its own it would get a life of its own. */
  private void requireMayDelegate(Caller caller, LiveToken parent) {
    boolean own = isOwn(caller, parent);
    requireMay(caller, parent, own);
    if (caller.kind() == Caller.Kind.TOKEN && !own) {
      throw new CapabilityException(
          Cause.REFUSED,
          "token %s was not delegated from yours, %s: grant from your own"
              .formatted(parent.accessor(), caller.name()));
    }
  }

  /** With others' it needs GRANT. */
  private void requireMay(Caller caller, LiveToken token, boolean own) {
    if (own) {
      rights.requireValid(caller);
      return;
    }
    rights.require(caller, Permission.GRANT, token.tenant(), token.resource());
    if (caller.kind() == Caller.Kind.TOKEN) {
      GrantTerms.requireRights(token(caller.name()).capability(), token.capability());
    }
  }

  @Override
  public Capability renew(String accessor, Duration timeToLive, String reason, Caller caller) {
    rights.requireRestored();
    LiveToken token = known(accessor, caller);
    boolean below = isOwn(caller, token) && !caller.name().equals(accessor);
    requireMay(caller, token, below);
    return log.renewing(() -> renewed(token, timeToLive, reason, caller));
  }

  private Capability renewed(LiveToken token, Duration timeToLive, String reason, Caller caller) {
    requireValid(token);
    Instant expires = terms.renewed(token, timeToLive, log.now());
    Payload payload = new Payload.CapabilityRenewed(token.accessor(), expires.toEpochMilli());
    log.append(draft(token.tenant(), caller, reason, token.grantId(), payload));
    return token.capability().expiring(expires);
  }

  @Override
  public boolean revoke(String accessor, String reason, Caller caller) {
    rights.requireRestored();
    LiveToken token = known(accessor, caller);
    requireMay(caller, token, isOwn(caller, token));
    if (hasEnded(token)) {
      return false;
    }
    int tokens = inForce(candidates(token.tenant()).filter(token::covers));
    Payload payload = new Payload.CapabilityRevoked(accessor, tokens);
    Event event = log.append(draft(token.tenant(), caller, reason, token.grantId(), payload));
    log.table().revokeAhead(token, event.id());
    return true;
  }

  /** One that has expired is not ended while its renewal may be on its way to the table. */
  private boolean hasEnded(LiveToken token) {
    return token.endedBy() != 0 || isExpired(token) && log.settled() && isExpired(token);
  }

  private boolean isExpired(LiveToken token) {
    return token.state(log.nowMs()) == TokenStatus.State.EXPIRED;
  }

  @Override
  public int revokeAll(String tenant, String reason, Caller caller) {
    rights.requireRestored();
    terms.requireTenant(tenant);
    rights.require(caller, Permission.ADMIN, tenant);
    int tokens = inForce(candidates(tenant).filter(token -> token.isWithin(tenant)));
    Payload payload = new Payload.CapabilityRevoked("", tokens);
    Event event = log.append(draft(tenant, caller, reason, 0, payload));
    log.table().ofTenant(tenant).forEach(token -> log.table().revokeAhead(token, event.id()));
    return tokens;
  }

  /** Those of a tenant, and what may be delegated from them. */
  private Stream<LiveToken> candidates(String tenant) {
    boolean every = tenant.equals(Authorization.EVERY_TENANT);
    return (every ? log.table().all() : log.table().ofTenant(tenant)).stream();
  }

  private int inForce(Stream<LiveToken> tokens) {
    long now = log.nowMs();
    return (int) tokens.filter(token -> token.state(now) == TokenStatus.State.VALID).count();
  }

  @Override
  public List<TokenStatus> list(String tenant, Caller caller) {
    rights.requireRestored();
    Resource about =
        caller.kind() == Caller.Kind.TOKEN ? token(caller.name()).resource() : Resource.ALL;
    rights.require(caller, Permission.GRANT, tenant, about);
    long now = log.nowMs();
    return Statuses.of(
        candidates(tenant).filter(token -> about.covers(token.resource())).toList(), now);
  }

  @Override
  public TokenStatus info(String accessor, Caller caller) {
    rights.requireRestored();
    LiveToken token = known(accessor, caller);
    boolean own = caller.kind() == Caller.Kind.TOKEN && caller.name().equals(accessor);
    requireMay(caller, token, own);
    return token.status(log.nowMs());
  }
}
