package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.deploy.ServiceState;

/** What holds for every command. */
public class CommandsTest {
  private static final List<String> READING =
      List.of("services", "status", "events", "report", "version");

  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  /** The log would keep it, and everybody who may query events would have it. */
  @Test
  public void tok12_wordsThatHoldATokenAreRefusedByEachCommand() {
    String token = FakeAccess.TOKEN;
    for (String line :
        List.of(
            "deploy --reason 'for %s' x.jar",
            "kill --reason '%s' a",
            "checkpoint --reason %s",
            "shutdown --reason %s",
            "head --accept --reason %s",
            "clock --accept --reason %s",
            "grant --note 'of %s' acme read",
            "delegate --note %s accessor1 read",
            "renew --ttl 1h --reason %s accessor1",
            "revoke --reason %s accessor1",
            "revoke %s",
            "token-info %s",
            "limits --none --reason %s acme",
            "secret-put --reason %s acme/a",
            "secret-delete --reason %s acme/a",
            "vault-rotate --reason %s",
            "vault-shred --yes --reason %s acme")) {
      String failure = console.fail(line.formatted(token));
      assertTrue(line + ": " + failure, failure.contains("name the token by its accessor"));
      assertFalse(line, failure.contains(token));
    }
    assertEquals(List.of(), console.container.reasons);
  }

  @Test
  public void isFoundWithAndWithoutItsScope() throws Exception {
    console.container.put("default/a", ServiceState.ACTIVE, "");

    assertEquals(console.run("services --json"), console.run("solo:services --json"));
    assertTrue(console.run("services").startsWith("TENANT"));
  }

  @Test
  public void optionsStandBeforeOrAfterTheWords() throws Exception {
    console.container.put("default/a", ServiceState.ACTIVE, "");

    assertEquals(console.run("kill default/a --json"), console.run("kill --json default/a"));
  }

  @Test
  public void unknownOptionsAreRefusedWithTheUsage() {
    assertEquals(
        "services: there is no option --frob; usage: solo:services [--tenant <tenant>]"
            + " [--state <state>] [--json]",
        console.fail("services --frob"));
    assertTrue(console.fail("status --frob").contains("usage: solo:status [--json]"));
    assertTrue(console.fail("services --tenant=a").contains("there is no option --tenant=a"));
  }

  @Test
  public void anOptionWithoutItsValueIsRefused() {
    assertTrue(
        console.fail("services --tenant").startsWith("services: --tenant needs a value; usage:"));
    assertTrue(
        console.fail("events --limit 1 --since").startsWith("events: --since needs a value"));
  }

  @Test
  public void anOptionGivenTwiceIsRefused() {
    assertTrue(console.fail("services --tenant a --tenant b").contains("--tenant is given twice"));
  }

  @Test
  public void missingAndSuperfluousWordsAreRefused() {
    assertTrue(console.fail("deploy").startsWith("deploy: <file> is missing; usage: solo:deploy"));
    assertTrue(
        console.fail("deploy a b").startsWith("deploy: one <file> is expected, not 2: a b;"));
    assertTrue(console.fail("kill").startsWith("kill: <service>... is missing; usage: solo:kill"));
    assertTrue(console.fail("version now").startsWith("version: too many arguments: now;"));
  }

  @Test
  public void wordsThatLookLikeNumbersOrConstantsStayTexts() throws Exception {
    for (String name : List.of("1.10", "007", "true", "1e3", "NaN")) {
      console.container.put("default/" + name, ServiceState.ACTIVE, "");
      console.container.put(name + "/x", ServiceState.ACTIVE, "");

      assertTrue(console.run("kill " + name).contains(name + " "));
      String killed = console.run("services --tenant " + name + " --state ACTIVE");
      assertTrue(killed, killed.contains("\n" + name + " "));
    }
  }

  @Test
  public void aVariableThatIsNotSetIsNoName() throws Exception {
    console.container.put("default/null", ServiceState.ACTIVE, "");

    for (String line :
        List.of(
            "kill $nothing",
            "kill null",
            "kill --reason $nothing null",
            "kill --reason $nothing 'null' 'null'",
            "services --tenant $nothing",
            "events --limit $nothing",
            "deploy --tenant $nothing pom.xml pom.xml",
            "deploy $nothing",
            "grant $nothing read",
            "token-info $nothing",
            "secret-delete --reason $nothing x",
            "secret-put null")) {
      assertTrue(line, console.fail(line).startsWith("an argument is null: a variable"));
    }
    assertEquals(List.of(), console.container.callers);
    assertTrue(console.run("kill 'null'").contains("KILLED"));
  }

  @Test
  public void theCallerIsTheOwnerUnlessTheSessionSaysWho() throws Exception {
    console.container.put("default/a", ServiceState.ACTIVE, "");
    console.run("kill a");
    console.session.put(Commands.CALLER, "owner:mallory");
    console.run("kill a");
    console.session.put(Commands.CALLER, Caller.directory("acme"));
    console.run("kill a");

    Caller owner = Caller.owner(System.getProperty("user.name"));
    assertEquals(List.of(owner, owner, Caller.directory("acme")), console.container.callers);
  }

  @Test
  public void readingNeedsPermission() {
    console.session.put(Commands.CALLER, Caller.directory("acme"));

    for (String command : READING) {
      assertTrue(command, console.fail(command).startsWith("directory:acme may not "));
    }
    assertEquals(
        "directory:acme may not read in tenant other", console.fail("services --tenant other"));
    assertEquals(
        "directory:acme may not events in tenant other", console.fail("events --tenant other"));
    assertTrue(console.fail("checkpoint").startsWith("directory:acme may not "));
    assertTrue(console.fail("shutdown").startsWith("directory:acme may not "));
  }

  @Test
  public void onlyTheOwnerReadsWhileThereIsNoOneToAsk() throws Exception {
    console.container.parts.authorization = null;

    assertTrue(console.run("version").contains("0.1.0"));
    console.session.put(Commands.CALLER, Caller.directory("acme"));
    assertTrue(console.fail("version").startsWith("the authorization is not there"));
  }

  @Test
  public void rec26_commandsBeforeTheEndOfRecoverySaySo() {
    console.container.progress = new solo.core.recovery.Replayer.Progress(false, 10, 3);

    for (String command : List.of("deploy pom.xml", "kill a", "services", "checkpoint")) {
      assertEquals(
          "recovering: 3 of 10 services done; try again when solo:status says ready",
          console.fail(command));
    }
    console.container.parts.replayer = null;
    assertTrue(console.fail("services").startsWith("recovering; try again"));
  }

  @Test
  public void aMissingPartIsNamed() {
    console.container.parts.deployer = null;
    console.container.parts.events = null;
    console.container.parts.checkpointer = null;
    console.container.parts.shutdown = null;

    assertEquals(
        "the deployer is not there: see solo:status and the log", console.fail("services"));
    assertTrue(console.fail("events").startsWith("the event store is not there"));
    assertTrue(console.fail("checkpoint").startsWith("the checkpointer is not there"));
    assertTrue(console.fail("shutdown").startsWith("the shutdown is not there"));
    console.container.parts.replayer = null;
    assertTrue(console.fail("report").contains("the replayer is not there: Solo is starting"));
  }

  @Test
  public void commandsPrintNothingThemselves() throws Exception {
    console.session.execute("services");
    console.session.execute("status");

    assertEquals("", console.printed.toString());
  }

  @Test
  public void answersAreValuesForScripts() throws Exception {
    console.container.put("default/a", ServiceState.ACTIVE, "");

    assertEquals("a", console.session.execute("((services) get 0) get service").toString());
    assertEquals("ready", console.session.execute("(status) get state").toString());
  }
}
