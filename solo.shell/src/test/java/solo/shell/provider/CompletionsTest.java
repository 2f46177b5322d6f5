package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.felix.gogo.jline.Builtin;
import org.apache.felix.gogo.jline.Shell;
import org.apache.felix.service.command.CommandSession;
import org.jline.builtins.Completers;
import org.jline.builtins.Completers.CompletionData;
import org.jline.builtins.Completers.CompletionEnvironment;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.capability.Caller;
import solo.core.capability.CapabilityException;
import solo.core.deploy.ServiceState;
import solo.core.event.Payload;

/** Completes lines with JLine's own completer, set up as the interactive shell sets it up. */
public class CompletionsTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Console console = new Console();
  private LineReader reader;

  @Before
  public void open() throws Exception {
    DumbTerminal terminal =
        new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream());
    reader = LineReaderBuilder.builder().terminal(terminal).build();
    console.session.put(Shell.VAR_READER, reader);
    console.session.put(Shell.VAR_COMPLETIONS, new HashMap<>());
    console.processor.addCommand("gogo", new Builtin(), "__files");
    console.session.execute("status");
    console.container.put("default/a", ServiceState.ACTIVE, "");
    console.container.put("acme/b", ServiceState.KILLED, "");
    console.container.put("acme/c", ServiceState.FAILED, "");
  }

  @After
  public void close() {
    console.close();
  }

  private List<Candidate> candidates(String line) {
    ParsedLine parsed =
        new org.apache.felix.gogo.jline.Parser().parse(line, line.length(), ParseContext.COMPLETE);
    List<Candidate> candidates = new ArrayList<>();
    new Completers.Completer(new Environment()).complete(reader, parsed, candidates);
    return candidates;
  }

  private List<String> complete(String line) {
    return candidates(line).stream().map(Candidate::value).sorted().toList();
  }

  @Test
  public void commandsAreDescribed() {
    Map<String, String> described = new HashMap<>();
    candidates("").forEach(c -> described.put(c.value(), c.descr()));

    for (String command :
        ("deploy kill services status events report verify why checkpoint version shutdown grant"
                + " tokens token-info secret-put vault-status clock")
            .split(" ")) {
      assertFalse(command, described.get("solo:" + command).isEmpty());
      assertFalse(command, described.get(command).isEmpty());
    }
  }

  @Test
  public void optionsAreCompletedOnce() {
    assertEquals(List.of("--json", "--state", "--tenant"), complete("services -"));
    assertEquals(List.of("--json", "--tenant"), complete("solo:services --state ACTIVE --"));
  }

  @Test
  public void valuesOfOptionsAreCompleted() {
    assertEquals(List.of("acme", "default"), complete("services --tenant "));
    assertEquals(
        List.of(
            "ACTIVE",
            "CRASHED",
            "FAILED",
            "KILLED",
            "QUARANTINED",
            "STARTING",
            "STOPPING",
            "WAITING"),
        complete("services --json --state "));
    assertEquals(List.copyOf(Payload.types().keySet()), complete("events --type "));
    assertEquals(List.of("acme/b", "acme/c", "default/a"), complete("events --service "));
    assertEquals(List.of("a", "b", "c"), complete("deploy --name "));
    assertEquals(List.of(), complete("events --limit "));
  }

  @Test
  public void killCompletesWhatIsNotKilledNorNamed() {
    assertEquals(List.of("acme/c", "default/a"), complete("kill "));
    assertEquals(List.of("acme/c"), complete("solo:kill --json default/a "));
  }

  @Test
  public void deployCompletesFiles() throws Exception {
    Path root = folder.getRoot().toPath();
    Files.createFile(root.resolve("one.jar"));
    console.session.currentDir(root);

    assertEquals(List.of("one.jar"), complete("deploy o"));
    assertEquals(List.of("one.jar"), complete("deploy --retry o"));
  }

  @Test
  public void deployCompletesFilesOfTheUsersHome() throws Exception {
    Path root = folder.getRoot().toPath();
    Files.createFile(root.resolve("one.jar"));
    String before = System.setProperty("user.home", root.toString());
    try {
      assertEquals(List.of("~/one.jar"), complete("deploy ~/o"));
      assertEquals(List.of("~/one.jar"), complete("deploy --retry ~/"));
    } finally {
      System.setProperty("user.home", before);
    }
  }

  @Test
  public void whyCompletesEveryService() {
    assertEquals(List.of("acme/b", "acme/c", "default/a"), complete("why "));
  }

  @Test
  public void accessorsAreCompleted() throws Exception {
    console.run("grant acme read");
    console.run("grant other read");
    console.run("revoke accessor1");

    assertEquals(List.of("accessor2"), complete("revoke "));
    assertEquals(List.of("accessor2"), complete("renew --ttl 8h "));
    assertEquals(List.of("accessor1", "accessor2"), complete("token-info "));
    assertEquals(List.of(), complete("token-info accessor1 "));
    assertEquals(List.of("EXPIRED", "REVOKED", "VALID"), complete("tokens --state "));
    assertEquals(List.of("acme", "default", "other"), complete("grant --ttl 8h "));
    assertTrue(complete("delegate ").containsAll(List.of("accessor2", "deploy")));
  }

  @Test
  public void permissionsAreCompletedOneByOne() {
    assertTrue(complete("grant acme ").containsAll(List.of("deploy", "secret:read", "admin")));
    assertTrue(complete("grant acme deploy,k").contains("deploy,kill"));
    assertFalse(complete("grant acme deploy,").contains("deploy,deploy"));
    assertTrue(complete("delegate --ttl 5m accessor1 ev").contains("events"));
    assertFalse(complete("delegate --ttl 5m accessor1 ").contains("accessor1"));
  }

  @Test
  public void helpCompletesCommands() {
    assertTrue(complete("help ").containsAll(List.of("grant", "secret-put", "help")));
  }

  @Test
  public void secretsAndTenantsAreCompleted() throws Exception {
    console.typist.pipes(new byte[] {1});
    console.run("secret-put vip/db.password");

    for (String command : List.of("secret-get", "secret-put", "secret-delete")) {
      assertEquals(List.of("vip/db.password"), complete(command + " v"));
    }
    assertEquals(List.of("vip/db.password"), complete("secrets --secret "));
    assertEquals(List.of("acme", "default", "vip"), complete("vault-shred --yes "));
    assertEquals(List.of("acme", "default", "vip"), complete("limits "));
  }

  @Test
  public void nothingFailsWhileTheTokensAreBroughtBack() {
    console.access.failure =
        new CapabilityException(CapabilityException.Cause.RESTORING, "not yet");

    assertEquals(List.of(), complete("revoke "));
    assertEquals(List.of(), complete("secret-get "));
    console.access.parts.capabilities = null;
    console.access.parts.vault = null;
    assertEquals(List.of(), complete("revoke "));
    assertEquals(List.of(), complete("secret-get "));
  }

  @Test
  public void nothingIsCompletedForThoseWhoMayNotRead() {
    console.session.put(Commands.CALLER, Caller.directory("acme"));

    assertEquals(List.of(), complete("kill "));
    assertEquals(List.of(), complete("services --tenant "));
  }

  @Test
  public void nothingFailsWhileThereIsNoDeployer() {
    console.container.parts.deployer = null;

    assertEquals(List.of(), complete("kill "));
    assertTrue(complete("services --state ").contains("ACTIVE"));
  }

  @Test
  public void aSessionWithoutAReaderIsLeftAlone() throws Exception {
    CommandSession other =
        console.processor.createSession(
            new ByteArrayInputStream(new byte[0]), console.printed, console.printed);

    other.execute("status");

    assertFalse(((Set<?>) other.get(null)).contains("__solo_words"));
    other.close();
  }

  private final class Environment implements CompletionEnvironment {
    @Override
    public Map<String, List<CompletionData>> getCompletions() {
      return Shell.getCompletions(console.session);
    }

    @Override
    public Set<String> getCommands() {
      return Shell.getCommands(console.session);
    }

    @Override
    public String resolveCommand(String command) {
      return Shell.resolve(console.session, command);
    }

    @Override
    public String commandName(String command) {
      return command.substring(command.indexOf(':') + 1);
    }

    @Override
    public Object evaluate(LineReader reader, ParsedLine line, String function) throws Exception {
      console.session.put(Shell.VAR_COMMAND_LINE, line);
      return console.session.execute(function);
    }
  }
}
