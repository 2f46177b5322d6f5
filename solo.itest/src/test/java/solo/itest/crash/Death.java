package solo.itest.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * How one run of the container ends.
 *
 * @param failpoint where it ends by itself, with how often it is passed
 * @param inBoot whether it is killed before it is ready
 * @param steps it is killed when so many steps were answered
 * @param delayMicros and so much later
 */
record Death(Optional<String> failpoint, boolean inBoot, int steps, int delayMicros) {
  private static final int BOOT_MICROS = 1_500_000;
  private static final int LAST_MICROS = 4_000;
  private static final int MOST_STEPS = 80;

  /** Where a failpoint that is not reached ends it nevertheless. */
  private static final int PATIENCE_STEPS = 400;

  /** The point without how often it is passed. */
  Optional<String> point() {
    return failpoint.map(point -> point.replaceAll(":.*", ""));
  }

  /** Of five, two are at failpoints, each in its turn, one is in a boot, two are at random. */
  static List<Death> plan(int kills, List<String> failpoints, Random random) {
    List<String> turn = new ArrayList<>(failpoints);
    Collections.shuffle(turn, random);
    List<Death> plan = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < kills; i++) {
      if (!turn.isEmpty() && i % 5 % 2 == 1) {
        plan.add(at(turn.get(next++ % turn.size()), random));
      } else {
        plan.add(i % 5 == 4 ? inBoot(random) : atRandom(random));
      }
    }
    return plan;
  }

  static Death at(String point, Random random) {
    String pass = point + ":" + (1 + random.nextInt(3));
    return new Death(Optional.of(pass), false, PATIENCE_STEPS, 0);
  }

  /** A third of them directly after an acknowledgement. */
  static Death atRandom(Random random) {
    int delay = random.nextInt(3) == 0 ? 0 : random.nextInt(LAST_MICROS);
    return new Death(Optional.empty(), false, random.nextInt(MOST_STEPS), delay);
  }

  private static Death inBoot(Random random) {
    return new Death(Optional.empty(), true, 0, random.nextInt(BOOT_MICROS));
  }

  @Override
  public String toString() {
    if (failpoint.isPresent()) {
      return "at the failpoint " + failpoint.get();
    }
    return inBoot
        ? "%.1f ms after its start".formatted(delayMicros / 1000.0)
        : "%.1f ms after %d steps".formatted(delayMicros / 1000.0, steps);
  }
}
