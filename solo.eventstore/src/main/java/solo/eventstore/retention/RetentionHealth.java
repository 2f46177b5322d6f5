package solo.eventstore.retention;

import java.util.List;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.retention.Retention;
import solo.core.tenant.Printable;

/** Says that old segments stay though they should go. */
@Component(property = {"hc.name=Retention", "hc.tags=solo"})
public final class RetentionHealth implements HealthCheck {
  private final Retention retention;

  /** The health of a retention. */
  @Activate
  public RetentionHealth(@Reference Retention retention) {
    this.retention = retention;
  }

  @Override
  public Result execute() {
    return result(retention.troubles());
  }

  static Result result(List<String> troubles) {
    return troubles.isEmpty()
        ? new Result(Result.Status.OK, "Old segments go as configured.")
        : new Result(
            Result.Status.WARN,
            "Old segments of the log stay: "
                + Printable.escape(troubles.get(0))
                + ". It is tried again.");
  }
}
