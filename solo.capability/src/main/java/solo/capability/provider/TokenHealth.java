package solo.capability.provider;

import java.time.Duration;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says when the tokens are not those of the log, or not there yet. */
@Component(property = {"hc.name=Tokens", "hc.tags=solo"})
public final class TokenHealth implements HealthCheck {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TokenLog log;

  /** The health of the tokens. */
  @Activate
  public TokenHealth(@Reference TokenLog log) {
    this.log = log;
  }

  @Override
  public Result execute() {
    return log.fault()
        .map(TokenHealth::fault)
        .orElseGet(() -> result(log.restored(), log.behind(), log.senseless().size()));
  }

  private static Result fault(String why) {
    return new Result(
        Result.Status.CRITICAL,
        "No token opens anything: they could not be brought back (%s). See the container's log, then"
                .formatted(why)
            + " restart it.");
  }

  static Result result(boolean restored, Duration behind, int senseless) {
    if (behind.compareTo(PATIENCE) > 0) {
      return new Result(
          Result.Status.CRITICAL,
          "The tokens are behind the log and have not come further for %d s: restart the container."
              .formatted(behind.toSeconds()));
    }
    if (!restored) {
      return new Result(Result.Status.WARN, "The tokens are still being brought back.");
    }
    return senseless == 0
        ? new Result(Result.Status.OK, "The tokens are those of the log.")
        : new Result(
            Result.Status.WARN,
            "%d events about tokens make no sense and are passed over: verify names them."
                .formatted(senseless));
  }
}
