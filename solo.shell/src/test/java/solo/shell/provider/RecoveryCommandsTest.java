package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import solo.core.event.Payload;
import solo.core.recovery.RecoveryReport;
import solo.core.tenant.ServiceKey;

public class RecoveryCommandsTest {
  static final List<String> REPORT_KEYS =
      List.of(
          "status",
          "startedAt",
          "endedAt",
          "durationMs",
          "lastStopClean",
          "planned",
          "recovered",
          "alreadyRunning",
          "failed",
          "waiting",
          "quarantined",
          "skipped",
          "services");
  static final List<String> LINE_KEYS =
      List.of("tenant", "service", "outcome", "reason", "eventId", "durationMs");
  static final List<String> CHECKPOINT_KEYS =
      List.of("id", "time", "atId", "bytes", "services", "durationMs");

  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  static RecoveryReport report() {
    RecoveryReport.Line good =
        new RecoveryReport.Line(
            ServiceKey.parse("default/a"), RecoveryReport.Outcome.RECOVERED, "", 4, 11);
    RecoveryReport.Line bad =
        new RecoveryReport.Line(
            ServiceKey.parse("acme/b"), RecoveryReport.Outcome.FAILED, "start threw", 5, 12);
    return new RecoveryReport(
        RecoveryReport.Status.PARTIAL,
        FakeContainer.TIME,
        FakeContainer.TIME.plusMillis(250),
        3,
        1,
        1,
        1,
        0,
        0,
        0,
        List.of(bad, good));
  }

  @Test
  public void shd09_reportSaysWhetherTheLastStopWasClean() throws Exception {
    console.container.report = report();
    console.container.event("", "", "", new Payload.SystemStarted("0.1.0", "17", 1, "boot", false));
    assertFalse(
        console.json("report --json").getAsJsonObject().get("lastStopClean").getAsBoolean());
    assertTrue(console.run("report").contains("last stop        not clean"));
    console.container.event("", "", "", new Payload.SystemStarted("0.1.0", "17", 1, "boot", true));
    assertTrue(console.run("report").contains("last stop        clean"));
  }

  @Test
  public void beforeTheFirstStartThereWasNoStop() throws Exception {
    console.container.report = report();
    console.container.event("", "", "", new Payload.SystemStarted("0.1.0", "17", 1, "boot", true));
    assertTrue(console.run("report").contains("last stop        none, this is the first start"));
    assertTrue(console.json("report --json").getAsJsonObject().get("lastStopClean").isJsonNull());
  }

  @Test
  public void shd07_aStoppingContainerTakesNoCheckpoint() {
    console.container.stopping = true;
    assertTrue(console.fail("checkpoint").contains("Solo is shutting down"));
  }

  @Test
  public void shl06_reportHasATableAndJson() throws Exception {
    console.container.report = report();

    assertEquals(
        """
        status           PARTIAL
        ended            2026-02-03T04:05:06.950Z, took 250 ms
        last stop        unknown
        planned          3
        recovered        1
        already running  0
        failed           1
        waiting          0
        quarantined      0
        skipped          1

        TENANT   SERVICE  OUTCOME    EVENT  TOOK   REASON
        acme     b        FAILED     5      12 ms  start threw
        default  a        RECOVERED  4      11 ms""",
        console.run("report"));
    JsonObject report = console.json("report --json").getAsJsonObject();
    assertEquals(REPORT_KEYS, List.copyOf(report.keySet()));
    assertEquals("PARTIAL", report.get("status").getAsString());
    assertEquals(250, report.get("durationMs").getAsLong());
    JsonObject line = report.getAsJsonArray("services").get(0).getAsJsonObject();
    assertEquals(LINE_KEYS, List.copyOf(line.keySet()));
    assertEquals("start threw", line.get("reason").getAsString());
  }

  @Test
  public void reportBeforeTheFirstRecoverySaysSo() {
    assertEquals("no recovery has ended yet", console.fail("report"));
  }

  @Test
  public void checkpointTellsWhatWasWritten() throws Exception {
    JsonObject checkpoint =
        console.json("checkpoint --reason 'before the move' --json").getAsJsonObject();

    assertEquals(CHECKPOINT_KEYS, List.copyOf(checkpoint.keySet()));
    assertEquals(9, checkpoint.get("atId").getAsLong());
    assertEquals(List.of("before the move"), console.container.reasons);
    assertTrue(console.run("checkpoint").startsWith("checkpoint  of the log up to event 9"));
  }

  @Test
  public void aFailedCheckpointAnswersWithTheReason() {
    assertEquals("no space left", console.fail("checkpoint --reason fail"));
  }
}
