package solo.shell.provider;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import solo.core.audit.Audit;
import solo.core.capability.Caller;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** A proof of 100 events whose outcome a test decides. */
final class FakeAudit implements Audit {
  static final Finding LOST =
      Finding.of(
          Kind.SIGNED_HEAD_LOST, "81", "event 81 is the first that is missing", "ask", false);

  final List<Copy> copies = new ArrayList<>();
  List<Finding> findings = List.of(LOST);

  @Override
  public Report verify(Caller caller, Consumer<String> progress) {
    progress.accept("reading the log: event 80");
    return new Report(1, 80, 80, 0, 3, 80, Instant.parse("2026-02-03T04:05:06.700Z"), findings);
  }

  @Override
  public Report verify(Caller caller, Copy copy, Consumer<String> progress) {
    copies.add(copy);
    return verify(caller, progress);
  }
}
