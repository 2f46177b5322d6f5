package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.felix.gogo.jline.Procedural;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import solo.core.deploy.ServiceState;
import solo.core.event.Payload;

/** What {@code docs/shell.md} says is what the code does. */
public class GuideTest {
  private static final List<Synopsis> SYNOPSES =
      Stream.of(
              DeployCommands.class,
              EventCommands.class,
              RecoveryCommands.class,
              VerifyCommands.class,
              HeadCommands.class,
              LifecycleCommands.class)
          .flatMap(commands -> Synopsis.of(commands).stream())
          .toList();

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
    for (String command : List.of("version", "checkpoint", "head", "shutdown")) {
      JsonElement document = console.json(command + " --json");
      assertEquals(List.of(keys(document)), guide.tables(command, "key"));
    }
    JsonObject status = console.json("status --json").getAsJsonObject();
    assertEquals(
        List.of(keys(status), keys(status.get("findings"))), guide.tables("status", "key"));
    JsonObject verify = console.json("verify --json").getAsJsonObject();
    assertEquals(
        List.of(keys(verify), keys(verify.get("findings")), keys(verify.get("repairs"))),
        guide.tables("verify", "key"));
    JsonObject why = console.json("why acme/b --json").getAsJsonObject();
    assertEquals(List.of(keys(why), keys(why.get("chain"))), guide.tables("why", "key"));
    JsonObject report = console.json("report --json").getAsJsonObject();
    assertEquals(
        List.of(keys(report), keys(report.get("services"))), guide.tables("report", "key"));
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
