package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;

public class RetentionCommandsTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  @Test
  public void shl06_retentionHasLinesAndJson() throws Exception {
    assertEquals(
        """
        whole     from event 1 to 479
        kept      0 events from before
        log       5 segments, 327680 bytes
        archived  0 segments, 0 bytes""",
        console.run("retention"));
    String plan = console.run("retention --plan");
    assertTrue(plan, plan.contains("3 segments, 196608 bytes, up to event 300: archived"));
    assertTrue(plan, plan.endsWith("older than 30 days"));
    JsonObject json = console.json("retention --json").getAsJsonObject();
    assertEquals(1, json.get("from").getAsLong());
    assertEquals(300, json.get("planThrough").getAsLong());
    assertEquals(0, json.get("appliedBy").getAsLong());
    assertEquals(List.of(), console.container.reasons);
  }

  @Test
  public void applyTellsTheEvent() throws Exception {
    String done = console.run("retention --apply --reason tidy");
    assertTrue(done, done.contains("event 480 says so"));
    assertTrue(done, done.contains("from event 301 to 480"));
    assertEquals(List.of("tidy"), console.container.reasons);
    assertTrue(console.run("retention --plan").contains("nothing"));
  }

  @Test
  public void whatIsInTheWayIsTold() throws Exception {
    console.retention.troubles = List.of("a backup to /x is written");
    assertTrue(console.fail("retention --apply").contains("a backup to /x is written"));
    assertTrue(console.run("retention").contains("trouble"));
  }

  @Test
  public void onlyAnAdminSeesOrAppliesIt() {
    console.session.put(Commands.CALLER, Caller.token("k3Jd9sLq0ZxP"));
    assertTrue(console.fail("retention --apply").contains("may not"));
    assertTrue(console.fail("retention").contains("may not"));
    assertEquals(List.of(), console.container.reasons);
  }

  @Test
  public void whatMakesNoSenseIsRefused() {
    String reason = console.fail("retention --reason x");
    assertTrue(reason, reason.startsWith("--reason is for --apply"));
  }
}
