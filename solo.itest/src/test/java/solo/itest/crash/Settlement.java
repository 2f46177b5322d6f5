package solo.itest.crash;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides what was in doubt by the log: what has its event came to pass as a whole, what has not
 * did not. What a file in the deploy directory asks for is waited for.
 */
final class Settlement {
  /** A file whose deploy was under way in two deaths may be refused. */
  private static final int FATAL = 2;

  private final Container container;
  private final EventLog log;
  private final Totals totals;

  Settlement(Container container, EventLog log, Totals totals) {
    this.container = container;
    this.log = log;
    this.totals = totals;
  }

  /** Leaves nothing of the lane in doubt; says what is neither done nor undone. */
  List<String> settle(Lane lane) {
    List<String> wrong = new ArrayList<>();
    while (!lane.doubts().isEmpty()) {
      Lane.Doubt doubt = lane.doubts().get(0);
      List<JsonObject> events = doubt.step.lasting() ? awaited(doubt) : found(doubt);
      if (doubt.step.lasting() && refused(doubt)) {
        refuse(lane, doubt);
      } else if (!events.isEmpty() || doubt.step.lasting()) {
        lane.apply(doubt.step, events.isEmpty() ? new JsonObject() : events.get(0));
        totals.happened();
      } else {
        totals.didNotHappen();
      }
      if (events.size() > 1) {
        wrong.add("done more than once: %s: %s".formatted(doubt.step, events));
      }
      lane.doubts().remove(doubt);
    }
    return wrong;
  }

  private List<JsonObject> found(Lane.Doubt doubt) {
    log.read(container);
    return log.of(doubt.step);
  }

  private List<JsonObject> awaited(Lane.Doubt doubt) {
    Map<String, Cell> after = doubt.step.effect().apply(new JsonObject());
    String key = file(doubt.step).substring("file ".length());
    FileSteps.await(
        container,
        doubt.step + ", cut short, to come to pass",
        () -> refused(doubt) || FileSteps.cameToPass(container, key, after));
    return found(doubt);
  }

  private boolean refused(Lane.Doubt doubt) {
    Optional<String> receipt =
        Observation.receipt(container, file(doubt.step).substring("file ".length()));
    return doubt.deaths >= FATAL
        && receipt.equals(refusal(doubt.step).shown())
        && found(doubt).isEmpty();
  }

  private static Cell.Dropped refusal(Step step) {
    Map<String, Cell> after = step.effect().apply(new JsonObject());
    return new Cell.Dropped("refused", ((Cell.Dropped) after.get(file(step))).digest());
  }

  private void refuse(Lane lane, Lane.Doubt doubt) {
    lane.cells().put(file(doubt.step), refusal(doubt.step));
    totals.refused();
  }

  private static String file(Step step) {
    return step.about().stream().filter(key -> key.startsWith("file ")).findFirst().orElseThrow();
  }
}
