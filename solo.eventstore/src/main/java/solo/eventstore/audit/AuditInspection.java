package solo.eventstore.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;
import solo.core.verify.Kind;

/** Whether heads can be signed, for the verifier; what they prove is asked of the audit. */
@Component
public final class AuditInspection implements Inspection {
  private final HeadSigner signer;

  /** The inspection of a signer. */
  @Activate
  public AuditInspection(@Reference HeadSigner signer) {
    this.signer = signer;
  }

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public List<Finding> quick(SystemState fold) {
    return quick(signer.status());
  }

  static List<Finding> quick(SigningStatus status) {
    List<Finding> found = new ArrayList<>(status.findings());
    if (!status.trouble().isEmpty()) {
      found.add(
          Finding.of(
              Kind.SIGNED_HEADS_MISSING,
              "",
              "no head of the log is signed: " + status.trouble(),
              "do what it says; heads are signed again within ten seconds",
              false));
    }
    return found;
  }

  @Override
  public Iterator<List<Finding>> deep(SystemState fold) {
    return Collections.emptyIterator();
  }

  @Override
  public Optional<String> repair(Finding finding) {
    return Optional.empty();
  }
}
