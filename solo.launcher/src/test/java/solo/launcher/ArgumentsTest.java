package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.Test;
import solo.launcher.Arguments.Directory;
import solo.launcher.Arguments.Flag;
import solo.launcher.Arguments.Verb;

public class ArgumentsTest {

  @Test
  public void nothingMeansRun() throws LaunchException {
    assertEquals(Verb.RUN, parse().verb());
    assertEquals(Map.of(), parse().directories());
  }

  @Test
  public void optionsStandBeforeOrAfterTheVerb() throws LaunchException {
    Map<Directory, String> expected =
        Map.of(Directory.DATA, "/d", Directory.DEPLOY, "/p q", Directory.STATE, "/s");
    for (Arguments arguments :
        List.of(
            parse("--data", "/d", "--deploy", "/p q", "--state", "/s", "start"),
            parse("start", "--data", "/d", "--deploy", "/p q", "--state", "/s"),
            parse("--data=/d", "start", "--deploy=/p q", "--state", "/s"))) {
      assertEquals(Verb.START, arguments.verb());
      assertEquals(expected, arguments.directories());
    }
  }

  @Test
  public void theLastOfTheSameOptionCounts() throws LaunchException {
    assertEquals("/b", parse("--data", "/a", "--data=/b").directories().get(Directory.DATA));
  }

  @Test
  public void execTakesTheRestAsItsCommand() throws LaunchException {
    assertEquals("services --json", parse("exec", "services --json").command());
    assertEquals("services --json", parse("exec", "services", "--json").command());
    assertEquals("status", parse("exec", "status", "--data", "/d").command());
    assertEquals("x --data /d", parse("exec", "--", "x", "--data", "/d").command());
    assertEquals("-h", parse("exec", "-h").command());
  }

  @Test
  public void jsonGoesWithStatus() throws LaunchException {
    assertTrue(parse("status", "--json").flags().contains(Flag.JSON));
    assertTrue(parse("--json", "status").flags().contains(Flag.JSON));
    refused("--json", "stop");
  }

  @Test
  public void fsckTakesTheLossThatIsAcceptedAndAReason() throws LaunchException {
    Arguments arguments = parse("fsck", "--json", "--accept-loss", "36", "--reason", "no backup");
    assertEquals(Verb.FSCK, arguments.verb());
    assertTrue(arguments.flags().contains(Flag.JSON));
    assertEquals(
        Map.of(Arguments.Value.ACCEPT_LOSS, "36", Arguments.Value.REASON, "no backup"),
        arguments.values());
    assertEquals(Map.of(), parse("fsck").values());
    refused("fsck", "--accept-loss");
    refused("fsck", "--accept-loss", "0");
    refused("fsck", "--accept-loss=-1");
    refused("fsck", "--reason", "x");
    refused("stop", "--accept-loss", "36");
  }

  @Test
  public void restoreTakesABackupAndAnEvent() throws LaunchException {
    Arguments arguments = parse("--data", "/d", "restore", "b.zip", "--at", "36");
    assertEquals(Verb.RESTORE, arguments.verb());
    assertEquals("b.zip", arguments.argument());
    assertEquals(Map.of(Arguments.Value.AT, "36"), arguments.values());
    assertEquals("b.zip", parse("restore", "--at=36", "b.zip").argument());
    refused("restore");
    refused("restore", "a.zip", "b.zip");
    refused("restore", "a.zip", "--at");
    refused("restore", "a.zip", "--at", "0");
    refused("restore", "a.zip", "--at", "yesterday");
    String swallowed = refused("restore", "a.zip", "--at", "--data", "/d");
    assertTrue(swallowed, swallowed.contains("--at needs a value, and '--data' is an option"));
    assertTrue(refused("restore", "a.zip", "--at", "noon").contains("solo:events"));
    refused("fsck", "--at", "36");
    refused("restore", "a.zip", "--reason", "x");
  }

  @Test
  public void helpAndVersionAreVerbsAndOptions() throws LaunchException {
    assertEquals(Verb.HELP, parse("help").verb());
    assertEquals(Verb.HELP, parse("--help").verb());
    assertEquals(Verb.HELP, parse("start", "-h").verb());
    assertEquals(Verb.HELP, parse("-h", "start").verb());
    assertEquals(Verb.VERSION, parse("--version").verb());
  }

  @Test
  public void whatMakesNoSenseIsUsage() {
    refused("frobnicate");
    refused("--frobnicate");
    assertTrue(refused("backup", "x.zip").contains("solo exec 'backup ...'"));
    refused("start", "stop");
    refused("stop", "now");
    refused("exec");
    refused("exec", "--data", "/d");
    refused("--data");
    refused("--data=");
    refused("start", "--deploy", "");
  }

  @Test
  public void aRefusalMovesNoCursor() {
    String message = refused("\u001b[2Jx");
    assertTrue(message, message.contains("\\u001b") && message.indexOf('\u001b') < 0);
  }

  private static Arguments parse(String... words) throws LaunchException {
    return Arguments.parse(List.of(words));
  }

  private static String refused(String... words) {
    LaunchException refusal =
        assertThrows(
            String.join(" ", words), LaunchException.class, () -> Arguments.parse(List.of(words)));
    assertEquals(64, refusal.status());
    return refusal.getMessage();
  }
}
