package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.control.ExitStatus;
import solo.core.recovery.Replayer;
import solo.core.tenant.ServiceKey;
import solo.core.verify.Depth;
import solo.core.verify.Explanation;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.core.verify.VerificationReport;

public class VerifyCommandsTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  /** One finding of each severity, one of them accepted, and a repair. */
  static VerificationReport report() {
    ServiceKey b = ServiceKey.parse("acme/b");
    Finding gap = Finding.of(Kind.LOG_GAP, "7", "events 7 to 9 are missing", "restore", false);
    Finding drift =
        Finding.of(Kind.DRIFT, b, "42", "runs from 0123, logged is 4567", "verify --fix", true);
    Finding head = new Finding(Kind.HEAD_MISSING, "", "", "", "no head", "none", false, 11);
    Finding missing = Finding.of(Kind.MISSING_SERVICE, b, "", "has no bundle", "start it", true);
    return report(
        List.of(gap, drift, head),
        List.of(new VerificationReport.Repair(missing, true, "runs", 12)));
  }

  private static VerificationReport report(
      List<Finding> findings, List<VerificationReport.Repair> repairs) {
    return new VerificationReport(
        Depth.DEEP, FakeContainer.TIME, 250, 12, 3, 2, 1, findings, repairs);
  }

  static void explain(FakeContainer container) {
    ServiceKey key = ServiceKey.parse("acme/b");
    Explanation.Step step =
        new Explanation.Step(5, FakeContainer.TIME, "service_killed", "owner:alice", "retired");
    Explanation.Step now =
        new Explanation.Step(0, FakeContainer.TIME, "bundle 12 is RESOLVED", "", "");
    container.explanations.put(
        key,
        new Explanation(
            key,
            "KILLED",
            "owner:alice killed it (event 5): retired",
            List.of(step, now),
            List.of("package x"),
            List.of("deploy --tenant acme --name b /x/b.jar", "why default/c")));
    ServiceKey unknown = ServiceKey.parse("default/nobody");
    container.explanations.put(
        unknown,
        new Explanation(unknown, "UNKNOWN", "nobody knows it", List.of(), List.of(), List.of()));
  }

  @Test
  public void shl06_verifyHasATableAndJson() throws Exception {
    console.container.verification = report();

    assertEquals(
        """
        status    ERROR
        verified  2026-02-03T04:05:06.700Z, deep, took 250 ms, up to event 12
        services  3 expected, 2 running as logged, 1 busy
        findings  1 SEVERE, 1 ERROR, 1 WARNING, 1 of them accepted; fixed 1

        SEVERITY  KIND          SERVICE  DETAIL                          FIXABLE  FIX
        SEVERE    LOG_GAP                events 7 to 9 are missing       no       restore
        ERROR     DRIFT         acme/b   runs from 0123, logged is 4567  yes      verify --fix
        WARNING   HEAD_MISSING           no head                         no       none

        REPAIR           SERVICE  DONE  BEFORE         AFTER  EVENT
        MISSING_SERVICE  acme/b   yes   has no bundle  runs   12""",
        console.run("verify --fix --deep"));
    JsonObject json = console.json("verify --deep --json").getAsJsonObject();
    assertEquals("ERROR", json.get("status").getAsString());
    assertEquals(3, json.get("expected").getAsInt());
    assertEquals(3, json.get("found").getAsInt());
    assertEquals(1, json.get("severe").getAsInt());
    assertEquals(1, json.get("accepted").getAsInt());
    assertEquals(1, json.get("fixed").getAsInt());
    assertEquals(1, json.getAsJsonObject("kinds").get("DRIFT").getAsInt());
    assertEquals(3, json.getAsJsonArray("findings").size());
    assertEquals(1, json.getAsJsonArray("repairs").size());
  }

  @Test
  public void theStatusIsTheExitStatus() throws Exception {
    assertEquals(0, status(List.of()));
    Finding warning = Finding.of(Kind.INDEX_BEHIND, "", "behind", "rebuild", true);
    assertEquals(2, status(List.of(warning)));
    assertEquals(1, status(report().findings()));
  }

  private int status(List<Finding> findings) throws Exception {
    console.container.verification = report(findings, List.of());
    int status = ((ExitStatus) console.session.execute("verify")).status();
    assertEquals(status, ((ExitStatus) console.session.execute("report --verify")).status());
    return status;
  }

  @Test
  public void ver15_nothingIsFixedUnlessAskedFor() throws Exception {
    console.container.verification = report();
    console.run("verify");
    console.run("verify --deep --json");
    console.run("verify --fix");
    console.run("verify --fix --drift --deep");

    assertEquals(
        List.of("verify BOOT", "verify DEEP", "fix BOOT", "fix DEEP drift"),
        console.container.verifies);
    assertTrue(console.fail("verify --drift").startsWith("--drift is for --fix"));
    assertEquals(4, console.container.verifies.size());
  }

  @Test
  public void fixIsDoneInTheNameOfTheSession() throws Exception {
    console.container.verification = report();
    console.session.put(Commands.CALLER, Caller.owner("bob"));
    console.run("verify --fix");
    assertEquals(List.of(Caller.owner("bob")), console.container.callers);

    console.session.put(Commands.CALLER, Caller.directory("acme"));
    assertTrue(console.fail("verify --fix").startsWith("directory:acme may not "));
    assertTrue(console.fail("verify").startsWith("directory:acme may not "));
  }

  @Test
  public void ver07_lastVerifyCanBeReadBackAndBeforeTheFirstThereIsNone() throws Exception {
    assertEquals("no verify has ended yet: run solo:verify", console.fail("report --verify"));
    console.container.verification = report();
    assertEquals(console.run("verify"), console.run("report --verify"));
    assertEquals(console.run("verify --json"), console.run("report --verify --json"));
  }

  @Test
  public void verifyWaitsForRecoveryAndItsReportDoesNot() throws Exception {
    console.container.verification = report();
    console.container.progress = new Replayer.Progress(false, 5, 2);
    assertTrue(console.fail("verify").startsWith("recovering: 2 of 5"));
    assertTrue(console.fail("verify --fix").startsWith("recovering: 2 of 5"));
    assertTrue(console.run("report --verify").startsWith("status    ERROR"));
  }

  @Test
  public void progressIsShownOnATerminalAndGoneAfterwards() throws Exception {
    console.container.verification = report();
    console.run("verify");
    assertEquals("", console.printed.toString(StandardCharsets.UTF_8));
    console.session.put("COLUMNS", 80);
    console.run("verify");
    assertEquals(
        "\revent 1 of 2\r" + " ".repeat(12) + "\r",
        console.printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  public void shl03_interruptEndsAVerify() {
    console.container.verification = report();
    Thread.currentThread().interrupt();
    try (Progress progress = new Progress(console.session)) {
      progress.accept("far");
      throw new AssertionError("was to end");
    } catch (java.util.concurrent.CancellationException e) {
      assertTrue(Thread.interrupted());
    }
  }

  @Test
  public void shl06_whyReadsAsAChainAndHasJson() throws Exception {
    explain(console.container);
    assertEquals(
        """
        service  acme/b
        state    KILLED
        because  owner:alice killed it (event 5): retired
        missing  package x
        help     deploy --tenant acme --name b /x/b.jar
        help     why default/c

        EVENT  TIME                      WHAT                   ACTOR        DETAIL
        5      2026-02-03T04:05:06.700Z  service_killed         owner:alice  retired
        now    2026-02-03T04:05:06.700Z  bundle 12 is RESOLVED""",
        console.run("why acme/b"));
    JsonObject json = console.json("why acme/b --json").getAsJsonObject();
    assertEquals("KILLED", json.get("state").getAsString());
    assertEquals("package x", json.getAsJsonArray("missing").get(0).getAsString());
    assertEquals(2, json.getAsJsonArray("help").size());
    assertEquals(0, ((ExitStatus) console.session.execute("why acme/b")).status());
  }

  @Test
  public void whyOfAnUnknownIsAnsweredAndFails() throws Exception {
    explain(console.container);
    assertEquals(1, ((ExitStatus) console.session.execute("why nobody")).status());
    assertTrue(console.run("why nobody").contains("nobody knows it"));
    assertTrue(console.fail("why ../x").contains("is not an id"));
    assertTrue(console.fail("why").startsWith("why: <service> is missing"));
  }

  @Test
  public void proseIsFoldedOnANarrowTerminal() throws Exception {
    explain(console.container);
    console.session.put("COLUMNS", 44);
    List<String> lines = console.run("why acme/b").lines().toList();
    assertEquals("because  owner:alice killed it (event 5):", lines.get(2));
    assertEquals("         retired", lines.get(3));
    assertFalse(lines.get(6), lines.get(6).contains("..."));
  }
}
