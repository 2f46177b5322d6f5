package solo.itest.crash;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import solo.itest.crash.Cell.Service;
import solo.itest.crash.Cell.Token;
import solo.itest.harness.Recording;

/** What is tried rather than read: tokens that open or do not, services whose code has run. */
final class Uses {
  /** The container slows down who shows more than five wrong tokens; it is compared once. */
  private static final int DEAD = 3;

  private static final int LIVE = 6;

  private Uses() {}

  /** What opened and must not, what did not and must, and what runs otherwise than it should. */
  static List<String> wrong(Container container, List<Lane> lanes) {
    List<String> wrong = new ArrayList<>();
    List<Recording> recordings = container.recordings();
    int dead = 0;
    for (Lane lane : lanes) {
      for (Token token : some(lane, false, LIVE)) {
        opens(container, lane, token, true).ifPresent(wrong::add);
      }
      for (Token token : some(lane, true, dead < DEAD ? 1 : 0)) {
        opens(container, lane, token, false).ifPresent(wrong::add);
        dead++;
      }
      lane.cells(Service.class, service -> true)
          .forEach((key, service) -> running(recordings, key, service).ifPresent(wrong::add));
    }
    return wrong;
  }

  /** Those that changed last come first. */
  private static List<Token> some(Lane lane, boolean revoked, int most) {
    return lane.cells(Token.class, token -> token.revoked() == revoked).values().stream()
        .filter(token -> lane.token(token.accessor()).isPresent())
        .sorted(Comparator.comparing(token -> -changed(lane, token)))
        .limit(most)
        .toList();
  }

  /** When it was changed, as a number among the steps that are not compared yet. */
  private static int changed(Lane lane, Token token) {
    List<Lane.Done> done = lane.done();
    for (int i = done.size() - 1; i >= 0; i--) {
      if (lane.changedBy(TokenSteps.cell(token.accessor()), done.get(i).step())) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<String> opens(
      Container container, Lane lane, Token token, boolean wanted) {
    String text = lane.token(token.accessor()).orElseThrow();
    boolean opened = container.execAs(text, "solo:services --json").exit() == 0;
    return opened == wanted
        ? Optional.empty()
        : Optional.of("%s opens: %s, expected: %s".formatted(token, opened, wanted));
  }

  /** One instance of an active service's code has started and not stopped, and it is the newest. */
  private static Optional<String> running(
      List<Recording> recordings, String cell, Service service) {
    String name = RealMachine.symbolicName(cell.substring("service ".length()));
    List<Recording> its =
        recordings.stream().filter(line -> line.symbolicName().equals(name)).toList();
    long starts = its.stream().filter(line -> line.what().equals("start")).count();
    long alive = starts - (its.size() - starts);
    if (alive != (service.active() ? 1 : 0)) {
      return Optional.of("%s runs %d times: %s".formatted(cell, alive, its));
    }
    return service.active() && !last(its).version().equals(service.version())
        ? Optional.of("%s is %s, what runs is %s".formatted(cell, service, last(its)))
        : Optional.empty();
  }

  private static Recording last(List<Recording> its) {
    return its.stream()
        .filter(line -> line.what().equals("start"))
        .reduce((older, newer) -> newer)
        .orElseThrow();
  }
}
