package solo.shell.provider;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandSession;
import org.junit.After;
import org.junit.Test;

/** A bundle that comes as a command's input. */
public class PipedDeployTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  private CommandSession session(String input) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    return console.processor.createSession(
        new ByteArrayInputStream(bytes), console.session.getConsole(), System.err);
  }

  @Test
  public void inputIsDeployedAndNoFileOfItIsLeft() throws Exception {
    byte[][] seen = new byte[1][];
    console.container.onDeploy = request -> seen[0] = Files.readAllBytes(request.file());
    session("the bundle").execute("deploy --tenant acme --name orders -");
    assertArrayEquals("the bundle".getBytes(StandardCharsets.UTF_8), seen[0]);
    assertEquals("shell:-", console.container.deploys.get(0).source());
    assertFalse(Files.exists(console.container.deploys.get(0).file()));
  }

  @Test
  public void inputNeedsANameAndBytes() {
    assertTrue(fails("x", "deploy -").contains("needs a --name"));
    assertTrue(fails("", "deploy --name orders -").contains("no bundle came as input"));
    assertEquals(0, console.container.deploys.size());
  }

  @Test
  public void anotherUserCannotNameFilesNorLearnWhichThereAre() throws Exception {
    Path there = Files.createTempFile("there", ".jar");
    console.session.put("solo.files", false);
    String one = console.fail("deploy " + there);
    assertTrue(one, one.contains("cannot name files"));
    assertEquals(one, console.fail("deploy /no/such/file.jar"));
    Files.delete(there);
  }

  private String fails(String input, String line) {
    try {
      return "done: " + session(input).execute(line);
    } catch (Exception e) {
      return e.getMessage();
    }
  }
}
