package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import org.junit.After;
import org.junit.Test;
import solo.core.deploy.DeployException;
import solo.core.deploy.ServiceState;
import solo.core.event.Payload;
import solo.core.recovery.Replayer;

/** Texts from outside that try to move the cursor, forge a line or turn the writing around. */
public class HostileTextTest {
  private static final String HOSTILE =
      "a\r\nFORGED line\u001b[2J\u009b31m\u0007\u202Eevil\u2066x\u2028y\u0000\u007f\\\"z";

  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  private static void assertHarmless(String output) {
    output
        .codePoints()
        .forEach(
            c ->
                assertTrue(
                    "U+%04X in %s".formatted(c, output),
                    c == '\n' || solo.core.tenant.Printable.escape("" + (char) c).length() < 3));
  }

  @Test
  public void shl05_tablesKeepARowOnOneLine() throws Exception {
    console.container.put("default/a", ServiceState.FAILED, HOSTILE);
    console.container.event(
        "default",
        "a",
        HOSTILE,
        new Payload.ServiceDeploymentFailed("refused", "", HOSTILE, HOSTILE));

    for (String command : new String[] {"services", "events"}) {
      String table = console.run(command);
      assertEquals(table, 2, table.lines().count());
      assertTrue(table, table.contains("a\\u000d\\u000aFORGED line\\u001b[2J\\u009b31m"));
      assertHarmless(table);
    }
  }

  @Test
  public void shl05_jsonHoldsTheTextAndPrintsHarmlessly() throws Exception {
    console.container.put("default/a", ServiceState.FAILED, HOSTILE);

    String json = console.run("services --json");

    assertHarmless(json);
    assertEquals(1, json.lines().count());
    JsonObject service = console.json("services --json").getAsJsonArray().get(0).getAsJsonObject();
    assertEquals(HOSTILE, service.get("detail").getAsString());
  }

  @Test
  public void shl05_errorsAreOneHarmlessLine() {
    console.container.failure = new DeployException(DeployException.Cause.NOT_A_BUNDLE, HOSTILE, 0);

    for (String line :
        new String[] {
          "deploy pom.xml", "services --state $x", "kill $x", "services $x", "deploy $x"
        }) {
      console.session.put("x", HOSTILE);
      String error = console.fail(line);
      assertEquals(error, 1, error.lines().count());
      assertHarmless(error);
    }
  }

  @Test
  public void shl05_anAnswerAsAPartOfATextIsHarmless() throws Exception {
    console.container.put("default/a", ServiceState.FAILED, HOSTILE);
    console.container.progress = new Replayer.Progress(true, 0, 0);

    assertHarmless(console.session.execute("services").toString());
    assertHarmless(console.session.execute("status").toString());
    assertHarmless(console.run("[(services) (services)]"));
  }

  @Test
  public void aMessageThatIsEscapedAlreadyStaysAsItIs() {
    console.container.failure =
        new DeployException(DeployException.Cause.NOT_A_BUNDLE, "name 'a\\u000d' is odd", 0);

    assertEquals("name 'a\\u000d' is odd", console.fail("deploy pom.xml"));
  }
}
