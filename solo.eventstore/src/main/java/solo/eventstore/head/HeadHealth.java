package solo.eventstore.head;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.verify.Finding;
import solo.core.verify.Head;

/** Says that the data directory is not the one that is known, or that no head can be kept. */
@Component(property = {"hc.name=Head", "hc.tags=solo"})
public final class HeadHealth implements HealthCheck {
  private final Head head;

  /** The health of a head. */
  @Activate
  public HeadHealth(@Reference Head head) {
    this.head = head;
  }

  @Override
  public Result execute() {
    return result(head.status());
  }

  static Result result(Head.Status status) {
    if (status.isContradicted()) {
      Finding found = status.finding().orElseThrow();
      return new Result(
          Result.Status.CRITICAL, found.kind() + ": " + found.detail() + "; " + found.fix());
    }
    return status.trouble().isEmpty()
        ? new Result(Result.Status.OK, "The head is kept.")
        : new Result(
            Result.Status.WARN,
            "An older data directory would not be noticed, since no head is kept: "
                + status.trouble());
  }
}
