package solo.recovery.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static solo.recovery.provider.Container.key;
import static solo.recovery.provider.Container.spec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.Test;
import solo.core.event.Payload;
import solo.core.recovery.RecoveryReport;
import solo.core.recovery.RecoveryReport.Line;
import solo.core.recovery.RecoveryReport.Outcome;
import solo.core.recovery.RecoveryReport.Status;

/** The report: its counts, its status, and its way through the log. */
public class ReportsTest {
  private static final Instant BEGIN = Instant.ofEpochMilli(10_000);

  @Test
  public void rec08_theCountsAddUpToThePlanWhateverHappened() {
    long seed = System.nanoTime();
    Random chance = new Random(seed);
    for (int round = 0; round < 100; round++) {
      List<Line> lines = new ArrayList<>();
      int services = chance.nextInt(30);
      for (int i = 0; i < services; i++) {
        Outcome outcome = Outcome.values()[chance.nextInt(Outcome.values().length)];
        lines.add(new Line(key("t/s" + i), outcome, "", i, 1));
      }
      RecoveryReport report = Reports.of(BEGIN, BEGIN.plusMillis(5), lines);
      int sum =
          report.recovered()
              + report.skipped()
              + report.failed()
              + report.alreadyRunning()
              + report.waiting()
              + report.quarantined();
      assertEquals("seed " + seed, services, report.planned());
      assertEquals("seed " + seed, services, sum);
      assertEquals("seed " + seed, services, report.services().size());
    }
  }

  @Test
  public void rec08_theStatusFollowsFromWhatShouldRunAndDoesNot() {
    assertEquals(Status.OK, status());
    assertEquals(Status.OK, status(Outcome.SKIPPED));
    assertEquals(Status.OK, status(Outcome.RECOVERED, Outcome.ALREADY_RUNNING, Outcome.WAITING));
    assertEquals(Status.PARTIAL, status(Outcome.RECOVERED, Outcome.FAILED));
    assertEquals(Status.PARTIAL, status(Outcome.ALREADY_RUNNING, Outcome.FAILED));
    assertEquals(Status.PARTIAL, status(Outcome.WAITING, Outcome.FAILED));
    assertEquals(Status.PARTIAL, status(Outcome.RECOVERED, Outcome.QUARANTINED));
    assertEquals(Status.PARTIAL, status(Outcome.QUARANTINED));
    assertEquals(Status.FAILED, status(Outcome.FAILED, Outcome.SKIPPED));
    assertEquals(Status.FAILED, status(Outcome.FAILED, Outcome.QUARANTINED));
  }

  private static Status status(Outcome... outcomes) {
    List<Line> lines = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      lines.add(new Line(key("t/s" + lines.size()), outcome, "", 1, 1));
    }
    return Reports.of(BEGIN, BEGIN, lines).status();
  }

  @Test
  public void rec08_atMostAThousandSkippedAreListedAfterTheOthers() {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      lines.add(new Line(key("a/s" + i), Outcome.SKIPPED, "", i, 0));
    }
    lines.add(new Line(key("z/z"), Outcome.FAILED, "no", 9, 0));
    RecoveryReport report = Reports.of(BEGIN, BEGIN, lines);
    assertEquals(1_500, report.skipped());
    assertEquals(1 + RecoveryReport.MAX_SKIPPED, report.services().size());
    assertEquals(key("z/z"), report.services().get(0).key());
  }

  @Test
  public void rec08_theReportIsTheSameAfterTheNextBoot() {
    Container container = new Container();
    container.deploy(key("a/one"), spec(1));
    container.deploy(key("a/two"), spec(2));
    container.deploy(key("b/three"), spec(3));
    container.kill(key("a/two"));
    container.restart();
    container.process();
    container.framework.breaks(key("b/three"), "no");
    container.replayer.start();
    Container.await("readiness", () -> container.announced);
    RecoveryReport own = container.report();
    container.process();
    assertEquals(own.services(), container.report().services());
    assertEquals(own.status(), container.report().status());
    assertEquals(own.planned(), container.report().planned());
    assertEquals(3, own.services().size());
    assertEquals(own.startedAt().toEpochMilli(), container.report().startedAt().toEpochMilli());
  }

  @Test
  public void rec08_thereIsNoReportBeforeTheFirstRecovery() {
    assertTrue(new Container().process().replayer.report().isEmpty());
  }

  @Test
  public void theEventOfAReportStaysSmall() {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      lines.add(new Line(key("a/s" + i), Outcome.FAILED, "x".repeat(5_000), i, 0));
    }
    Payload.RecoveryCompleted payload = Reports.toPayload(Reports.of(BEGIN, BEGIN, lines));
    assertEquals(3_000, payload.failed());
    assertEquals(Reports.MAX_EVENT_LINES, payload.services().size());
    assertEquals(Reports.MAX_REASON, payload.services().get(0).reason().length());
  }

  @Test
  public void rec09_theSpecFromTheLogIsTheSpecThatWasGiven() {
    Container container = new Container();
    container.deploy(key("a/one"), spec(7));
    container.checkpoints.add(container.projection().current());
    container.restart();
    assertEquals(Set.of(key("a/one")), container.framework.running().keySet());
    assertEquals(spec(7), container.framework.running().get(key("a/one")).spec());
  }
}
