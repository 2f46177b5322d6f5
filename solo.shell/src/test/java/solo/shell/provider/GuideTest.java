package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static solo.shell.provider.FakeContainer.TIME;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.capability.Caller;
import solo.core.capability.GrantRequest;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.clock.ContainerClock;
import solo.core.deploy.ServiceState;
import solo.core.event.Payload;
import solo.core.vault.SecretKey;
import solo.core.vault.VaultKeys.Source;
import solo.core.vault.VaultKeys.State;

/** What {@code docs/shell.md} says is what the code does. */
public class GuideTest {
  private static final List<Synopsis> SYNOPSES = Synopsis.all();

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final Guide guide = new Guide();
  private final Console console = new Console();

  @Before
  public void fill() {
    console.container.put("default/a", ServiceState.ACTIVE, "");
    console.container.put("default/b", ServiceState.FAILED, "no");
    console.container.report = RecoveryCommandsTest.report();
    console.container.event("", "", "", new Payload.SystemReady(1));
    console.container.verification = VerifyCommandsTest.report();
    VerifyCommandsTest.explain(console.container);
    console.health.checks =
        List.of(
            Map.entry(
                Map.of(HealthCheck.NAME, "disk"), () -> new Result(Result.Status.WARN, "full")));
    fillAccess();
  }

  private void fillAccess() {
    Caller owner = Caller.owner("alice");
    GrantRequest request =
        GrantRequest.of("acme", Resource.ALL, Set.of(Permission.DEPLOY), Duration.ofHours(8));
    console.access.parts.capabilities.grant(request, owner);
    console.access.parts.vault.put(SecretKey.parse("acme/db.password"), new byte[24], "", owner);
    console.typist.pipes("a value".getBytes());
  }

  @After
  public void close() {
    console.close();
  }

  @Test
  public void everyCommandHasItsSection() {
    assertEquals(
        SYNOPSES.stream().map(Synopsis::command).sorted().toList(),
        guide.commands().stream().sorted().toList());
  }

  @Test
  public void usagesAndOptionsAreThoseOfTheCode() {
    for (Synopsis synopsis : SYNOPSES) {
      List<String> section = guide.section(synopsis.command());
      assertTrue(synopsis.command(), section.contains("usage: " + synopsis.usage()));
      List<String> rows = new ArrayList<>();
      synopsis.options().forEach(option -> rows.add(option.toString()));
      rows.addAll(synopsis.words());
      assertEquals(List.of(rows), guide.tables(synopsis.command(), "option"));
      for (Synopsis.Option option : synopsis.options()) {
        String row = "| `" + option + "` | " + option.description() + " |";
        assertTrue(row, section.contains(row));
      }
    }
  }

  @Test
  public void keysOfListedServicesAreThoseOfTheCode() throws Exception {
    JsonElement services = console.json("services --json");

    assertEquals(List.of(keys(services)), guide.tables("services", "key"));
    assertEquals(keys(services), keys(console.json("deploy --json pom.xml")));
    assertEquals(keys(services), keys(console.json("kill --json a")));
  }

  @Test
  public void keysOfDocumentsAreThoseOfTheCode() throws Exception {
    for (String command :
        List.of("version", "checkpoint", "head", "artifacts", "retention", "shutdown")) {
      JsonElement document = console.json(command + " --json");
      assertEquals(List.of(keys(document)), guide.tables(command, "key"));
    }
    JsonElement backup = console.json("backup --json /mnt/b.zip");
    assertEquals(List.of(keys(backup)), guide.tables("backup", "key"));
    JsonObject status = console.json("status --json").getAsJsonObject();
    assertEquals(
        List.of(keys(status), keys(status.get("findings"))), guide.tables("status", "key"));
    JsonObject verify = console.json("verify --json").getAsJsonObject();
    assertEquals(
        List.of(keys(verify), keys(verify.get("findings")), keys(verify.get("repairs"))),
        guide.tables("verify", "key"));
    JsonObject audit = console.json("audit verify --json").getAsJsonObject();
    JsonObject exported =
        console.json("audit export --json '" + folder.newFolder() + "/x'").getAsJsonObject();
    assertEquals(
        List.of(keys(audit), keys(audit.get("findings")), keys(exported)),
        guide.tables("audit", "key"));
    JsonObject why = console.json("why acme/b --json").getAsJsonObject();
    assertEquals(List.of(keys(why), keys(why.get("chain"))), guide.tables("why", "key"));
    JsonObject state = console.json("state --at 1 --json").getAsJsonObject();
    assertEquals(List.of(keys(state), keys(state.get("facts"))), guide.tables("state", "key"));
    JsonObject diff = console.json("diff --json 1 4").getAsJsonObject();
    assertEquals(List.of(keys(diff), keys(diff.get("changes"))), guide.tables("diff", "key"));
    JsonObject help = console.json("help --json").getAsJsonObject();
    JsonObject one = console.json("help grant --json").getAsJsonObject();
    assertEquals(
        List.of(keys(help), keys(help.get("commands")), keys(one), keys(one.get("options"))),
        guide.tables("help", "key"));
    JsonObject report = console.json("report --json").getAsJsonObject();
    assertEquals(
        List.of(keys(report), keys(report.get("services"))), guide.tables("report", "key"));
  }

  @Test
  public void keysOfTokensSecretsAndTimeAreThoseOfTheCode() throws Exception {
    for (String line :
        List.of(
            "grant --json acme read",
            "renew --json --ttl 8h accessor1",
            "revoke --json --tenant other",
            "tokens --json",
            "limits --json acme",
            "secret-put --json acme/db.password",
            "secret-get --json acme/db.password",
            "secrets --json",
            "secret-delete --json acme/db.password",
            "vault-status --json",
            "vault-shred --json --yes acme",
            "clock --json")) {
      String command = line.split(" ")[0];
      assertEquals(List.of(keys(console.json(line))), guide.tables(command, "key"));
    }
    JsonObject info = console.json("token-info --json accessor1").getAsJsonObject();
    assertEquals(List.of(keys(info), keys(info.get("events"))), guide.tables("token-info", "key"));
    assertEquals(
        List.of(keys(console.json("delegate --json accessor1 deploy"))),
        guide.tables("grant", "key"));
    List<List<String>> vault = guide.tables("vault-status", "key");
    assertEquals(vault, List.of(keys(console.json("vault-unseal --json"))));
    assertEquals(vault, List.of(keys(console.json("vault-rotate --json"))));
  }

  @Test
  public void labelsOfTokensSecretsAndTimeAreThoseOfTheExamples() throws Exception {
    for (String line : List.of("tokens", "secrets")) {
      assertEquals(
          console.run(line).lines().findFirst().get().split(" +"),
          guide.firstLineOfExample(line).split(" +"));
    }
    console.access.vault = FakeAccess.vault(State.SEALED, Source.FILE, "there is no key file");
    console.access.leap =
        Optional.of(new ContainerClock.Leap(Instant.parse("2029-02-03T04:05:06.700Z"), TIME, true));
    for (String line :
        List.of(
            "grant --note x acme deploy,kill",
            "delegate --ttl 15m accessor1 deploy",
            "renew --ttl 8h accessor1",
            "token-info accessor2",
            "limits --rate 100 --burst 200 acme",
            "secret-put acme/new",
            "vault-status",
            "clock",
            "vault-unseal",
            "vault-rotate",
            "secret-delete acme/new",
            "revoke accessor1",
            "vault-shred --yes acme")) {
      assertEquals(line, guide.labels(line.split(" ")[0]), labels(console.run(line)));
    }
  }

  /** First words of the lines above a table; what is empty in one example is not in the other. */
  private static List<String> labels(String answer) {
    return answer
        .lines()
        .takeWhile(line -> !line.isBlank())
        .map(line -> line.split(" ")[0])
        .toList();
  }

  private static List<String> keys(JsonElement element) {
    JsonElement object = element.isJsonArray() ? element.getAsJsonArray().get(0) : element;
    return List.copyOf(object.getAsJsonObject().keySet());
  }

  @Test
  public void keysOfEventsAreThoseOfTheCode() {
    assertEquals(List.of(EventRows.ENVELOPE), guide.tables("events", "key"));
    assertEquals(List.of(List.copyOf(Payload.types().keySet())), guide.tables("events", "type"));
    Payload.types()
        .forEach(
            (name, type) -> {
              String fields =
                  EventRows.fields(type).stream()
                      .map(field -> "`" + field + "`")
                      .collect(Collectors.joining(", "));
              String row = "| `" + name + "` | " + fields + " |";
              assertTrue(row, guide.section("events").contains(row));
            });
  }

  @Test
  public void tablesHaveTheColumnsOfTheExamples() throws Exception {
    for (String line : List.of("deploy pom.xml", "kill a", "services", "events")) {
      String command = line.split(" ")[0];
      assertEquals(
          console.run(line).lines().findFirst().get().split(" +"),
          guide.firstLineOfExample(command).split(" +"));
    }
    for (String command :
        List.of(
            "status",
            "version",
            "report",
            "checkpoint",
            "verify",
            "why acme/b",
            "head",
            "artifacts",
            "retention",
            "state --at 1",
            "diff 1 4",
            "audit verify",
            "shutdown")) {
      String label = guide.firstLineOfExample(command.split(" ")[0]).split(" ")[0];
      assertTrue(command, console.run(command).startsWith(label + " "));
    }
  }

  @Test
  public void theLanguageWorksOnAnswers() throws Exception {
    console.processor.addCommand("gogo", new Procedural(), "each");

    console.session.execute(
        "each (services --state FAILED) { kill \"$($it get tenant)/$($it get service)\" }");

    assertEquals("[]", console.run("services --state FAILED --json"));
    assertEquals("unwell", console.session.execute("(status) get state"));
  }
}
