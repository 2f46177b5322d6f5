package solo.eventstore.audit;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says that no head can be signed. */
@Component(property = {"hc.name=Audit", "hc.tags=solo"})
public final class AuditHealth implements HealthCheck {
  private final HeadSigner signer;

  /** The health of a signer. */
  @Activate
  public AuditHealth(@Reference HeadSigner signer) {
    this.signer = signer;
  }

  @Override
  public Result execute() {
    return result(signer.status());
  }

  static Result result(SigningStatus status) {
    return status.trouble().isEmpty()
        ? new Result(Result.Status.OK, "Heads of the log are signed.")
        : new Result(
            Result.Status.WARN,
            "No head of the log is signed, so that nothing proves what is written now: "
                + status.trouble());
  }
}
