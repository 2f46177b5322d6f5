package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.control.ExitStatus;
import solo.core.verify.Kind;

public class HeadCommandsTest {
  private final Console console = new Console();
  private final FakeHead head = (FakeHead) console.container.parts.head;

  @After
  public void close() {
    console.close();
  }

  @Test
  public void shl06_headHasLinesAndJson() throws Exception {
    assertEquals(
        """
        status  OK
        known   event 100 of log 00000000-0000-0000-0000-00000000000a, written 2026-02-03T04:05:06.700Z
        log     event 100 of log 00000000-0000-0000-0000-00000000000a
        file    /solo/state/head""",
        console.run("head"));
    JsonObject json = console.json("head --json").getAsJsonObject();
    assertEquals(100, json.get("knownId").getAsLong());
    assertEquals("", json.get("detail").getAsString());
    assertEquals(0, json.get("eventId").getAsLong());
    assertEquals(ExitStatus.DONE, status("head"));
  }

  @Test
  public void aLossIsToldUntilItIsAccepted() throws Exception {
    head.lack(Kind.HEAD_AHEAD);
    assertTrue(console.run("head").contains("detail  events 81 to 100 are missing"));
    assertEquals(ExitStatus.FAILED, status("head"));
    assertEquals(0, console.container.log.size());

    String accepted = console.run("head --accept --reason 'restored on purpose'");

    assertTrue(accepted, accepted.endsWith("accepted  by event 1"));
    assertTrue(accepted, accepted.startsWith("status    OK"));
    assertEquals("restored on purpose", console.container.log.get(0).draft().reason());
    assertEquals("there is no loss to accept", console.fail("head --accept"));
  }

  @Test
  public void whatIsMerelyMissingOrInTroubleIsAWarning() throws Exception {
    head.lack(Kind.HEAD_MISSING);
    assertEquals(ExitStatus.WARNING, status("head"));
    head.finding = java.util.Optional.empty();
    head.trouble = "cannot be written";
    assertEquals(ExitStatus.WARNING, status("head"));
    assertTrue(console.run("head").contains("trouble  cannot be written"));
  }

  @Test
  public void aReasonWithoutAcceptanceIsRefused() {
    head.lack(Kind.HEAD_AHEAD);
    assertTrue(console.fail("head --reason x").startsWith("--reason is for --accept"));
  }

  @Test
  public void onlyAnAdminAccepts() {
    head.lack(Kind.HEAD_AHEAD);
    console.session.put(Commands.CALLER, Caller.directory("acme"));
    console.container.admitted = Caller.Kind.DIRECTORY;
    assertTrue(console.fail("head --accept").contains("directory:acme may not admin"));
    assertEquals(0, console.container.log.size());
  }

  @Test
  public void withoutTheHeadItIsSaid() {
    console.container.parts.head = null;
    assertTrue(console.fail("head").startsWith("the head is not there"));
  }

  private int status(String line) throws Exception {
    return ((ExitStatus) console.session.execute(line)).status();
  }
}
