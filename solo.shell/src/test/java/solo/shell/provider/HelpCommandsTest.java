package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import org.junit.After;
import org.junit.Test;

public class HelpCommandsTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  @Test
  public void everyCommandIsListed() throws Exception {
    String help = console.run("help");

    Synopsis.all().forEach(s -> assertTrue(s.command(), help.contains("\n" + s.command() + " ")));
    assertEquals(
        Synopsis.all().size(),
        console.json("help --json").getAsJsonObject().getAsJsonArray("commands").size());
  }

  @Test
  public void oneIsToldWithItsOptionsAndWords() throws Exception {
    assertEquals(
        """
        usage  solo:token-info [--json] <accessor>
        does   tell all that is known of a token

        OPTION      MEANING
        --json      answer with JSON
        <accessor>  the accessor of the token""",
        console.run("help token-info"));
    assertEquals(console.run("help token-info"), console.run("help solo:token-info"));
    JsonObject json = console.json("help --json kill").getAsJsonObject();
    assertEquals("kill", json.get("command").getAsString());
  }

  @Test
  public void whatIsNoneOfSolosIsSaid() {
    assertEquals(
        "Solo has no command 'each': help lists all, gogo:help those of the shell",
        console.fail("help each"));
    assertTrue(console.fail("help a b").startsWith("help: "));
  }
}
