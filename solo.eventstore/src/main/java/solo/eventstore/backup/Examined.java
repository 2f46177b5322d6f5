package solo.eventstore.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import solo.core.recovery.ServiceRecord;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.fsck.DataCheck;

/**
 * What was restored, as {@code fsck} sees it.
 *
 * @param end the last event that was taken from the backup
 * @param firstCut the first event behind it of which the backup has a checkpoint, 0 for none
 */
record Examined(DataCheck check, long end, long firstCut) {
  /** About the state directory, which has nothing of this log yet. */
  private static final Set<Kind> ELSEWHERE = Set.of(Kind.HEAD_MISSING, Kind.SIGNED_HEADS_MISSING);

  private static final String SERVICE = "service";

  /** What is worth to be told. */
  List<Finding> findings() {
    List<Finding> told = new ArrayList<>(check.findings());
    told.removeIf(finding -> ELSEWHERE.contains(finding.kind()) || finding.acceptedBy() != 0);
    if (check.afterGap() && firstCut > 0) {
      told.add(untold());
    }
    return List.copyOf(told);
  }

  private Finding untold() {
    return Finding.of(
        Kind.LOG_GAP,
        "services",
        "events were lost before event %d; what they did to services only checkpoints from event %d"
                .formatted(end, firstCut)
            + " on tell, and they do not count here",
        "deploy again what is missing and kill again what is back; or restore up to event %d or a"
                .formatted(firstCut)
            + " later one",
        false);
  }

  /** The facts of the events, with the services that a checkpoint knows after a loss. */
  Map<String, Integer> facts(Map<String, Integer> ofEvents) {
    Map<String, Integer> facts = new TreeMap<>(ofEvents);
    int services = 0;
    for (ServiceRecord service : check.state().services().values()) {
      services += service.spec().isPresent() ? 1 : 0;
    }
    if (services > 0) {
      facts.put(SERVICE, services);
    } else {
      facts.remove(SERVICE);
    }
    return facts;
  }
}
