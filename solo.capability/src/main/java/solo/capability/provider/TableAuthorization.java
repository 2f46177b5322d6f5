package solo.capability.provider;

import java.util.function.LongSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.capability.token.LiveToken;
import solo.capability.token.RateBuckets;
import solo.capability.token.TokenText;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Capability;
import solo.core.capability.CapabilityException;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.capability.TokenCheck;
import solo.core.capability.TokenStatus;

/**
 * Decides by the door the caller came through: the owner and Solo itself may everything; a deploy
 * directory may deploy and kill in its own tenant, services that name its secrets too; who showed a
 * token may what the table has of it now.
 */
@Component(service = {Authorization.class, TokenCheck.class, TableAuthorization.class})
public final class TableAuthorization implements Authorization, TokenCheck {
  private final TokenLog log;
  private final RateBuckets rates;

  /** By the tokens of the log. */
  @Activate
  public TableAuthorization(@Reference TokenLog log) {
    this(log, System::nanoTime);
  }

  TableAuthorization(TokenLog log, LongSupplier nanoTime) {
    this.log = log;
    rates = new RateBuckets(nanoTime);
  }

  @Override
  public Capability verify(String token, String tenant, Resource resource, Permission permission) {
    requireRestored();
    LiveToken known = known(token, tenant, resource, permission);
    use(known, tenant, resource, permission);
    return known.capability();
  }

  @Override
  public Caller login(String token) {
    requireRestored();
    LiveToken known = known(token, "", Resource.ALL, null);
    requireValid(known);
    return Caller.token(known.accessor());
  }

  private void requireValid(LiveToken token) {
    long now = log.nowMs();
    requireValid(new Denial(token, "", token.tenant(), null, Resource.ALL), now);
    count(token, token.tenant(), now);
  }

  /** Counts a use that needs no permission; of a token that is valid. */
  void requireValid(Caller caller) {
    if (caller.kind() == Caller.Kind.TOKEN) {
      requireValid(tokenOf(caller, null, "", Resource.ALL));
    }
  }

  /**
   * Refuses until all tokens are known.
   *
   * @throws CapabilityException of {@link CapabilityException.Cause#RESTORING} or {@link
   *     CapabilityException.Cause#NOT_RESTORED}
   */
  void requireRestored() {
    if (log.fault().isPresent()) {
      throw new CapabilityException(
          CapabilityException.Cause.NOT_RESTORED,
          "the tokens could not be brought back from the log, so none is valid: see the container's"
              + " log, then restart it");
    }
    if (!log.restored()) {
      throw new CapabilityException(
          CapabilityException.Cause.RESTORING,
          "the tokens are still being brought back from the log: try again");
    }
  }

  private LiveToken known(String text, String tenant, Resource resource, Permission permission) {
    TokenText.Reading reading = TokenText.read(text);
    LiveToken token = reading.isToken() ? log.table().find(reading.sha256()) : null;
    if (token == null) {
      String why = reading.isToken() ? Denial.UNKNOWN : Denial.MALFORMED;
      throw denied(new Denial(null, why, tenant, permission, resource));
    }
    return token;
  }

  private void use(LiveToken token, String tenant, Resource resource, Permission permission) {
    long now = log.nowMs();
    Denial asked = new Denial(token, "", tenant, permission, resource);
    requireValid(asked, now);
    String wrong = wrong(token, tenant, resource, permission);
    if (!wrong.isEmpty()) {
      throw denied(asked.because(wrong));
    }
    count(token, tenant, now);
  }

  private void requireValid(Denial asked, long now) {
    TokenStatus.State state = asked.token().state(now);
    if (state != TokenStatus.State.VALID) {
      boolean revoked = state == TokenStatus.State.REVOKED;
      throw denied(asked.because(revoked ? Denial.REVOKED : Denial.EXPIRED));
    }
  }

  private void count(LiveToken token, String tenant, long now) {
    rates.use(token, tenant, log.table().limit(tenant));
    log.uses().count(token, now);
  }

  private static String wrong(
      LiveToken token, String tenant, Resource resource, Permission permission) {
    if (!token.tenant().equals(EVERY_TENANT) && !token.tenant().equals(tenant)) {
      return Denial.WRONG_TENANT;
    }
    if (!token.resource().covers(resource)) {
      return Denial.WRONG_RESOURCE;
    }
    return token.permits(permission) ? "" : Denial.WRONG_PERMISSION;
  }

  private AccessDeniedException denied(Denial denial) {
    log.denials().denied(denial);
    return AccessDeniedException.token();
  }

  @Override
  public void require(Caller caller, Permission permission, String tenant, Resource resource) {
    if (caller.kind() == Caller.Kind.TOKEN) {
      use(tokenOf(caller, permission, tenant, resource), tenant, resource, permission);
    } else if (!allows(caller, permission, tenant, resource)) {
      throw new AccessDeniedException(caller, permission, tenant);
    }
  }

  /**
   * One that was cleaned up has expired. A session may outlive a restart of this bundle: while the
   * table is behind the log, what it says is not to be used.
   */
  private LiveToken tokenOf(
      Caller caller, Permission permission, String tenant, Resource resource) {
    if (!log.restored()) {
      throw AccessDeniedException.token();
    }
    return log.table()
        .find(caller.name())
        .orElseThrow(() -> denied(new Denial(null, Denial.UNKNOWN, tenant, permission, resource)));
  }

  @Override
  public boolean allows(Caller caller, Permission permission, String tenant, Resource resource) {
    return switch (caller.kind()) {
      case OWNER, SYSTEM -> true;
      case DIRECTORY -> caller.name().equals(tenant) && isForDirectories(permission);
      case TOKEN ->
          log.restored()
              && log.table()
                  .find(caller.name())
                  .filter(token -> token.state(log.nowMs()) == TokenStatus.State.VALID)
                  .filter(token -> wrong(token, tenant, resource, permission).isEmpty())
                  .isPresent();
    };
  }

  private static boolean isForDirectories(Permission permission) {
    return switch (permission) {
      case DEPLOY, KILL, SECRET_READ -> true;
      default -> false;
    };
  }

  @Override
  public String scope(Caller caller) {
    return switch (caller.kind()) {
      case OWNER, SYSTEM -> EVERY_TENANT;
      case DIRECTORY -> caller.name();
      case TOKEN -> {
        LiveToken token = tokenOf(caller, null, "", Resource.ALL);
        requireValid(new Denial(token, "", token.tenant(), null, Resource.ALL), log.nowMs());
        yield token.tenant();
      }
    };
  }

  @Override
  public Resource reach(Caller caller) {
    if (caller.kind() != Caller.Kind.TOKEN) {
      return Resource.ALL;
    }
    LiveToken token = tokenOf(caller, null, "", Resource.ALL);
    requireValid(new Denial(token, "", token.tenant(), null, Resource.ALL), log.nowMs());
    return token.resource();
  }
}
