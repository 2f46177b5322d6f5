package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import org.apache.felix.service.command.Converter;
import org.apache.felix.service.command.Function;
import org.junit.After;
import org.junit.Test;
import solo.core.deploy.ServiceState;

public class AnswerConverterTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  @Test
  public void tablesAreCutToTheTerminalAndJsonIsNot() throws Exception {
    console.container.put("default/a", ServiceState.FAILED, "long ".repeat(50));
    String whole = console.run("services");
    String json = console.run("services --json");

    console.session.put("#COLUMNS", (Function) (session, arguments) -> 40);

    console.run("services").lines().forEach(line -> assertEquals(40, line.length()));
    assertTrue(console.run("services").endsWith("..."));
    assertTrue(whole.contains("long ".repeat(49) + "long"));
    assertEquals(json, console.run("services --json"));
  }

  @Test
  public void whatIsPipedIsNotCut() throws Exception {
    console.container.put("default/a", ServiceState.FAILED, "long ".repeat(50) + "end");
    console.session.put("#COLUMNS", (Function) (session, arguments) -> 40);
    console.processor.addCommand("test", new Reader(), "swallow");

    assertTrue(console.run("services | swallow").contains("end"));
  }

  /** A command that answers with what is piped into it. */
  public static final class Reader {
    public String swallow() throws Exception {
      return new String(System.in.readAllBytes());
    }
  }

  @Test
  public void onlyAnswersAreRendered() throws Exception {
    assertNull(new AnswerConverter().format("text", Converter.INSPECT, null));
    assertNull(new AnswerConverter().convert(String.class, "text"));
  }
}
