package solo.recovery.verify;

import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Severity;
import solo.core.verify.VerificationReport;

/** How well a container is whose newest verify had this report. Pure. */
final class VerifyHealth {
  private VerifyHealth() {}

  static Result of(Optional<VerificationReport> last) {
    if (last.isEmpty()) {
      return new Result(Result.Status.OK, "Nothing was verified yet.");
    }
    List<Finding> severe =
        last.get().findings().stream()
            .filter(f -> f.severity() == Severity.SEVERE && f.acceptedBy() == 0)
            .toList();
    if (severe.isEmpty()) {
      return new Result(Result.Status.OK, counts(last.get()));
    }
    Finding worst = severe.get(0);
    return new Result(
        Result.Status.CRITICAL,
        "%s: %s. What to do: %s.%s"
            .formatted(
                worst.kind(),
                Printable.escape(worst.detail()),
                Printable.escape(worst.fix()),
                severe.size() == 1 ? "" : " And %d more.".formatted(severe.size() - 1)));
  }

  private static String counts(VerificationReport report) {
    return "%d of %d services run as logged, %d findings."
        .formatted(report.running(), report.expected(), report.findings().size());
  }
}
