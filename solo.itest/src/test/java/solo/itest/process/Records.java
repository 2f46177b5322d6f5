package solo.itest.process;

import java.util.List;
import java.util.stream.Stream;
import solo.itest.harness.Recording;
import solo.itest.harness.SoloHome;

/** What recorders of one symbolic name wrote. */
final class Records {
  private Records() {}

  /** The processes that started it, one entry a start, in order. */
  static List<Long> startsOf(SoloHome home, String symbolicName) {
    return of(home, "start", symbolicName).map(Recording::pid).toList();
  }

  /** The processes in which it was stopped, one entry a stop. */
  static List<Long> stopsOf(SoloHome home, String symbolicName) {
    return of(home, "stop", symbolicName).map(Recording::pid).toList();
  }

  /** Its newest start. */
  static Recording lastStart(SoloHome home, String symbolicName) {
    return of(home, "start", symbolicName).reduce((older, newer) -> newer).orElseThrow();
  }

  private static Stream<Recording> of(SoloHome home, String what, String symbolicName) {
    return home.recordings().stream()
        .filter(line -> line.what().equals(what) && line.symbolicName().equals(symbolicName));
  }
}
