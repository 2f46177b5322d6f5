package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.clock.ContainerClock.Leap;
import solo.core.control.ExitStatus;

public class ClockCommandsTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  private void leap(Duration ahead, boolean atStart) {
    console.access.leap =
        Optional.of(new Leap(FakeContainer.TIME.plus(ahead), FakeContainer.TIME, atStart));
  }

  private int status(String line) throws Exception {
    return ((ExitStatus) console.session.execute(line)).status();
  }

  @Test
  public void shl06_clockHasLinesAndJson() throws Exception {
    String told = console.run("clock");
    assertTrue(told, told.startsWith("container  2026-02-03T04:05:06.700Z\nmachine    "));
    assertTrue(told, told.endsWith("leap       none"));
    assertEquals(ExitStatus.DONE, status("clock"));
    leap(Duration.ofHours(26), false);
    assertEquals(
        """
        container  2026-02-03T04:05:06.700Z
        machine    2026-02-04T06:05:06.700Z
        leap       the machine's clock is 1 d 2 h ahead, found while running; it is not followed
        fix        solo:clock --accept follows it""",
        console.run("clock"));
    assertEquals(ExitStatus.WARNING, status("clock"));
  }

  @Test
  public void aLeapBackIsToldAsOne() throws Exception {
    leap(Duration.ofHours(-3), true);
    assertTrue(console.run("clock").contains("3 h 0 min behind, found at start"));
    JsonObject json = console.json("clock --json").getAsJsonObject();
    assertEquals(-3 * 3_600_000, json.get("aheadMs").getAsLong());
    assertTrue(json.get("atStart").getAsBoolean());
  }

  @Test
  public void tok13_onlyAnAdminAcceptsALeap() throws Exception {
    leap(Duration.ofDays(400), true);
    console.session.put(Commands.CALLER, Caller.token("k3Jd9sLq0ZxP"));
    console.container.admitted = Caller.Kind.TOKEN;
    assertTrue(console.fail("clock --accept").contains("may not admin"));
    console.session.put(Commands.CALLER, null);
    console.container.admitted = Caller.Kind.OWNER;

    JsonObject accepted =
        console.json("clock --accept --reason 'was off' --json").getAsJsonObject();

    assertEquals(400 * 86_400_000L, accepted.get("acceptedMs").getAsLong());
    assertFalse(accepted.get("leap").getAsBoolean());
    assertEquals(List.of("was off"), console.container.reasons);
    assertTrue(console.fail("clock --reason x").startsWith("--reason is for --accept"));
  }
}
