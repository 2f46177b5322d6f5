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
import solo.core.verify.Kind;

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
    Head.Status now = head.status();
    return now.finding().or(() -> notKept(now)).stream().toList();
  }

  /** Nothing is known to be wrong, and nothing would be known if it were. */
  private static Optional<Finding> notKept(Head.Status now) {
    return now.trouble().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                Kind.HEAD_MISSING,
                "",
                "no head is kept, so an older data directory would not be noticed: "
                    + now.trouble(),
                "mend or move away what it names; --state gives another state directory",
                false));
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
