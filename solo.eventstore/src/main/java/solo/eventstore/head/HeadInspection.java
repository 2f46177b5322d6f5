package solo.eventstore.head;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Head;
import solo.core.verify.Inspection;

/** What the head found, for the verifier. Only an operator can settle it. */
@Component
public final class HeadInspection implements Inspection {
  private final Head head;

  /** The inspection of a head. */
  @Activate
  public HeadInspection(@Reference Head head) {
    this.head = head;
  }

  @Override
  public String name() {
    return "head";
  }

  @Override
  public List<Finding> quick(SystemState fold) {
    return head.status().finding().stream().toList();
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
