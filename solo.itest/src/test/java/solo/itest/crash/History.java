package solo.itest.crash;

import java.util.ArrayList;
import java.util.List;

/** What was done, in the order in which it was begun and answered, over all lanes. */
final class History {
  private static final int SHOWN = 250;

  private final List<String> lines = new ArrayList<>();
  private final long began = System.nanoTime();

  synchronized void note(String line) {
    lines.add("%9.3f %s".formatted((System.nanoTime() - began) / 1e9, line));
  }

  void begins(int lane, Step step) {
    note("lane %d: %s".formatted(lane, step));
  }

  void ends(int lane, Step step, boolean answered) {
    note("lane %d: %s: %s".formatted(lane, answered ? "done" : "not waited for", step));
  }

  void cutShort(int lane, Step step) {
    note("lane %d: NO ANSWER: %s".formatted(lane, step));
  }

  /** All of it. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The end of it. */
  @Override
  public String toString() {
    List<String> all = lines();
    return String.join("\n", all.subList(Math.max(0, all.size() - SHOWN), all.size()));
  }
}
