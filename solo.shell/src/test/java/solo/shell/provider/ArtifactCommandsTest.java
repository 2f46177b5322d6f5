package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;

public class ArtifactCommandsTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  @Test
  public void shl06_artifactsHasLinesAndJson() throws Exception {
    assertEquals(
        """
        kept     5 artifacts in 6144 bytes
        unnamed  2 artifacts in 2048 bytes""",
        console.run("artifacts"));
    assertEquals(List.of(), console.container.reasons);
    JsonObject json = console.json("artifacts --json").getAsJsonObject();
    assertEquals(5, json.get("artifacts").getAsInt());
    assertEquals(2048, json.get("unnamedBytes").getAsLong());
    assertEquals(0, json.get("removed").getAsInt());
  }

  @Test
  public void collectTellsWhatIsGone() throws Exception {
    assertEquals(
        """
        kept     3 artifacts in 4096 bytes
        unnamed  0 artifacts in 0 bytes
        removed  2 artifacts in 2048 bytes""",
        console.run("artifacts --collect --reason tidy"));
    assertEquals(List.of("tidy"), console.container.reasons);
  }

  @Test
  public void onlyAnAdminCollects() {
    console.session.put(Commands.CALLER, Caller.token("k3Jd9sLq0ZxP"));
    assertTrue(console.fail("artifacts --collect").contains("may not"));
    assertEquals(List.of(), console.container.reasons);
  }

  @Test
  public void whatMakesNoSenseIsRefused() {
    String reason = console.fail("artifacts --reason x");
    assertTrue(reason, reason.startsWith("--reason is for --collect"));
    console.artifacts.collection = null;
    String missing = console.fail("artifacts");
    assertTrue(missing, missing.contains("the collection of artifacts is not there"));
  }
}
