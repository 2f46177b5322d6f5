package solo.capability.provider;

import java.util.ArrayList;
import java.util.List;
import org.osgi.service.log.Logger;
import solo.core.event.Event;
import solo.core.tenant.Printable;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** Events of tokens that make no sense: told once each, and kept for a verify. */
final class Senseless {
  private static final int MOST = 100;

  private final List<Finding> findings = new ArrayList<>();
  private final Logger logger;

  Senseless(Logger logger) {
    this.logger = logger;
  }

  synchronized void add(Event event, String why) {
    String detail = "%s makes no sense: %s".formatted(event.type(), Printable.escape(why));
    logger.warn("event {}: {}; it is passed over", event.id(), detail);
    if (findings.size() < MOST) {
      findings.add(
          Finding.of(
              Kind.UNREADABLE_EVENT,
              Long.toString(event.id()),
              detail,
              "nothing: it is passed over, and no token opens by it",
              false));
    }
  }

  /** The first 100. */
  synchronized List<Finding> all() {
    return List.copyOf(findings);
  }
}
