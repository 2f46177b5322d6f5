package solo.itest.crash;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One entry of the table of what the driver does.
 *
 * @param name for the totals
 * @param weight how often, relative to the others
 * @param reaches beginnings of the names of the failpoints that it passes
 * @param next a step with arguments drawn at random, or none where nothing is there to do it to
 */
record Operation(
    String name, int weight, List<String> reaches, Function<Lane, Optional<Step>> next) {

  /** Whether it passes the failpoint. */
  boolean reaches(String failpoint) {
    return reaches.stream().anyMatch(failpoint::startsWith);
  }
}
