package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;

public class PastCommandsTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  @Test
  public void shl06_stateTellsWhatWasSo() throws Exception {
    assertEquals(
        """
        state  after event 1 of 2026-02-03T04:05:01.000Z

        KIND     TENANT  NAME  WHAT WAS SO
        secret   acme    db    keyId=1 version=1
        service  acme    web   standing=deployed version=1.0.0 digest=abababababab\
        """,
        console.run("state --at 1"));
    assertEquals(console.run("state --at 2"), console.run("state --at 2026-02-03T04:05:02Z"));
    assertEquals(console.run("state --at 2"), console.run("state --at 2026-02-03T06:05:02+02:00"));
    assertTrue(console.run("state --at 0").startsWith("state  before the first event"));
    JsonObject json = console.json("state --at 3 --json").getAsJsonObject();
    assertEquals(3, json.get("atId").getAsLong());
    JsonObject fact = json.get("facts").getAsJsonArray().get(0).getAsJsonObject();
    assertEquals("web", fact.get("name").getAsString());
    assertEquals("killed", fact.get("fields").getAsJsonObject().get("standing").getAsString());
  }

  @Test
  public void whatWasLostIsSaid() throws Exception {
    String lost = "lost   events 2-2, and no checkpoint up to there tells";
    assertTrue(console.run("state --at 3"), console.run("state --at 3").contains(lost));
    assertTrue(!console.run("state --at 2").contains("lost"));
    assertTrue(console.run("diff 1 3").contains("events 2-2"));
    assertTrue(console.run("diff 3 4").contains("events 2-2"));
    assertEquals(
        "2-2", console.json("state --at 3 --json").getAsJsonObject().get("lost").getAsString());
    JsonObject diff = console.json("diff --json 1 3").getAsJsonObject();
    assertEquals("", diff.get("fromLost").getAsString());
    assertEquals("2-2", diff.get("toLost").getAsString());
  }

  @Test
  public void stateIsNarrowed() throws Exception {
    assertTrue(console.run("state --at 2 --kind secret").contains("db"));
    assertTrue(!console.run("state --at 2 --kind secret").contains("web"));
    assertTrue(console.run("state --at 4 --tenant '*'").contains("k3Jd9sLq0ZxP"));
    assertTrue(console.run("state --at 4 --tenant other").contains("nothing"));
  }

  @Test
  public void shl06_diffTellsWhatChanged() throws Exception {
    assertEquals(
        """
        from  after event 1 of 2026-02-03T04:05:01.000Z
        to    after event 4 of 2026-02-03T04:05:04.000Z

        CHANGE   KIND     TENANT  NAME          WHAT CHANGED
        removed  secret   acme    db            keyId=1 version=1
        changed  service  acme    web           standing: deployed -> killed
        added    token    *       k3Jd9sLq0ZxP  standing=active\
        """,
        console.run("diff 1 4"));
    assertTrue(console.run("diff 3 4").endsWith("nothing changed"));
    JsonObject json = console.json("diff --json 1 2026-02-03T04:05:04Z").getAsJsonObject();
    assertEquals(3, json.get("changes").getAsJsonArray().size());
    assertEquals(4, json.get("toId").getAsLong());
  }

  @Test
  public void whoAsksIsTold() throws Exception {
    console.session.put(Commands.CALLER, Caller.token("k3Jd9sLq0ZxP"));
    console.run("state --at 1");
    assertEquals(List.of("token:k3Jd9sLq0ZxP 1"), ((FakePast) console.past.past).asked());
  }

  @Test
  public void whatMakesNoSenseIsRefused() {
    assertTrue(console.fail("state --kind bundle").contains("expected service, token"));
    assertTrue(console.fail("state --at yesterday").contains("neither an event's id nor a time"));
    assertTrue(console.fail("state --at 99").contains("the log has come to event 4"));
    assertTrue(console.fail("diff 1").contains("<to> is missing"));
    console.past.past = null;
    assertTrue(console.fail("state --at 1").contains("the past is not there"));
  }
}
