package solo.itest.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a run has counted. */
final class Totals {
  private final Map<String, Integer> points = new TreeMap<>();
  private final Set<String> missed = new TreeSet<>();
  private final List<String> restores = new ArrayList<>();
  private int kills;
  private int inBoot;
  private int starts;
  private int checked;
  private int happened;
  private int notHappened;
  private int refused;
  private int harms;
  private long takenOut;
  private long takenOutTimes;

  void started() {
    starts++;
  }

  void killed(boolean duringBoot) {
    kills++;
    inBoot += duringBoot ? 1 : 0;
  }

  void killedAt(String point) {
    kills++;
    points.merge(point, 1, Integer::sum);
    missed.remove(point);
  }

  void restoredAfter(String point) {
    restores.add(point);
  }

  void missed(String point) {
    if (!points.containsKey(point)) {
      missed.add(point);
    }
  }

  void checked(List<Lane.Done> done) {
    checked += done.size();
  }

  void harmed() {
    harms++;
  }

  /**
   * Retention has taken something out.
   *
   * @param times since the last comparison
   * @param all how many events by now, those that are kept among them
   */
  void takenOut(long times, long all) {
    takenOutTimes += times;
    takenOut = all;
  }

  /** How many events retention has taken out. */
  long takenOut() {
    return takenOut;
  }

  void happened() {
    happened++;
  }

  void didNotHappen() {
    notHappened++;
  }

  void refused() {
    refused++;
  }

  int kills() {
    return kills;
  }

  int checked() {
    return checked;
  }

  /** Failpoints that were armed and never reached. */
  Set<String> missed() {
    return missed;
  }

  /** Failpoints that ended the container. */
  Set<String> points() {
    return points.keySet();
  }

  @Override
  public String toString() {
    return """
        kills %d (%d of them before ready, %d at failpoints), starts %d, harms to what is derived %d
        operations acknowledged and checked %d, in doubt and settled %d (%d had come to pass, %d refused after two deaths)
        events taken out by retention %d, in %d times
        failpoints %s, backups restored after a death at %s"""
        .formatted(
            kills,
            inBoot,
            points.values().stream().mapToInt(n -> n).sum(),
            starts,
            harms,
            checked,
            happened + notHappened + refused,
            happened,
            refused,
            takenOut,
            takenOutTimes,
            points,
            restores);
  }
}
