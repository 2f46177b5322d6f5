package solo.core.config;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.felix.metatype.AD;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.service.metatype.AttributeDefinition;

public class ConfigPlanTest {
  private static final String PID = "solo.room";

  @Rule public final TemporaryFolder temp = new TemporaryFolder();

  private static final Map<String, KnownPid> KNOWN =
      Map.of(
          PID,
          KnownPid.of(
              PID,
              attribute("delayMs", "Integer", "5", "milliseconds: 1 to 10, default 5", "1", "10"),
              attribute("strict", "Boolean", "true", "true or false, default true", null, null)));

  private static AttributeDefinition attribute(
      String id, String type, String byDefault, String description, String min, String max) {
    AD definition = new AD();
    definition.setID(id);
    definition.setType(type);
    definition.setDescription(description);
    definition.setDefaultValue(byDefault);
    definition.setMin(min);
    definition.setMax(max);
    return new Described(definition);
  }

  private static ConfigFile file(String pid, Map<String, String> entries) {
    return new ConfigFile(pid + ".cfg", pid, entries);
  }

  private static String onlyProblem(ConfigFile file) {
    List<String> problems = ConfigPlan.of(KNOWN, List.of(file)).problems();
    assertEquals(problems.toString(), 1, problems.size());
    return problems.get(0);
  }

  private String unreadable(String text) throws IOException {
    Path path = temp.newFile("org.acme.cfg").toPath();
    Files.writeString(path, text);
    return assertThrows(IOException.class, () -> ConfigFile.read(path)).getMessage();
  }

  /** Configuration Admin does not take them. */
  @Test
  public void keysThatDifferInCaseOnlyAreNamed() throws IOException {
    assertEquals("etc/org.acme.cfg: key 'key' is there twice", unreadable("Key=1\nkey=2\n"));
  }

  @Test
  public void aLineWithoutAKeyIsNamed() throws IOException {
    assertEquals("etc/org.acme.cfg: the value '1' has no key", unreadable("=1\n"));
  }

  @Test
  public void aMissingFileIsAllDefaultsTyped() {
    ConfigPlan plan = ConfigPlan.of(KNOWN, List.of());
    assertEquals(List.of(), plan.problems());
    assertEquals(Map.of("delayMs", 5, "strict", true), plan.configurations().get(PID));
  }

  @Test
  public void aFileChangesWhatItNames() {
    ConfigPlan plan = ConfigPlan.of(KNOWN, List.of(file(PID, Map.of("delayMs", "10"))));
    assertEquals(List.of(), plan.problems());
    assertEquals(Map.of("delayMs", 10, "strict", true), plan.configurations().get(PID));
  }

  @Test
  public void aBadValueIsToldWithFileKeyValueAndRange() {
    for (String bad : List.of("0", "11", "many", "", "99999999999")) {
      assertEquals(
          "etc/solo.room.cfg: delayMs cannot be '" + bad + "': milliseconds: 1 to 10, default 5",
          onlyProblem(file(PID, Map.of("delayMs", bad))));
    }
    String slip = onlyProblem(file(PID, Map.of("strict", "flase")));
    assertTrue(slip, slip.contains("strict cannot be 'flase': true or false"));
  }

  @Test
  public void anUnknownKeyIsToldWithTheKnownOnes() {
    assertEquals(
        "etc/solo.room.cfg: unknown key 'delay\\u000a'; the keys are delayMs, strict",
        onlyProblem(file(PID, Map.of("delay\n", "1"))));
  }

  @Test
  public void anUnknownFileOfSoloIsToldWithTheKnownOnes() {
    assertEquals(
        "etc/solo.rooom.cfg: unknown file; Solo's files are solo.room.cfg",
        onlyProblem(file("solo.rooom", Map.of())));
  }

  @Test
  public void aUsersFileIsPassedOnAsItIs() {
    ConfigPlan plan = ConfigPlan.of(KNOWN, List.of(file("org.acme~one", Map.of("delayMs", "99"))));
    assertEquals(List.of(), plan.problems());
    assertEquals(Map.of("delayMs", "99"), plan.configurations().get("org.acme~one"));
  }

  @Test
  public void aFileIsReadAsUtf8WithoutBlanksAroundItsValues() throws IOException {
    ConfigFile file = ConfigFile.read(write("# c\nname = Zoë  \nempty=\n"));
    assertEquals("solo.room", file.pid());
    assertEquals(Map.of("name", "Zoë", "empty", ""), file.entries());
  }

  @Test
  public void aFileThatCannotBeReadAsMeantIsRefused() throws IOException {
    assertRefused(write("a=1\na=2\n"), "etc/solo.room.cfg: key 'a' is there twice");
    assertRefused(write("a=\\u12\n"), "etc/solo.room.cfg: ");
    Path latin = temp.getRoot().toPath().resolve("solo.room.cfg");
    Files.write(latin, "a=ë".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(latin, "etc/solo.room.cfg is not UTF-8");
  }

  private static void assertRefused(Path file, String message) {
    IOException e = assertThrows(IOException.class, () -> ConfigFile.read(file));
    assertTrue(e.getMessage(), e.getMessage().startsWith(message));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(temp.getRoot().toPath().resolve("solo.room.cfg"), text);
  }

  /** Felix's definition and validation; its class does not implement the interface itself. */
  record Described(AD definition) implements AttributeDefinition {
    @Override
    public String getName() {
      return definition.getName();
    }

    @Override
    public String getID() {
      return definition.getID();
    }

    @Override
    public String getDescription() {
      return definition.getDescription();
    }

    @Override
    public int getCardinality() {
      return definition.getCardinality();
    }

    @Override
    public int getType() {
      return definition.getType();
    }

    @Override
    public String[] getOptionValues() {
      return definition.getOptionValues();
    }

    @Override
    public String[] getOptionLabels() {
      return definition.getOptionLabels();
    }

    @Override
    public String validate(String value) {
      return definition.validate(value);
    }

    @Override
    public String[] getDefaultValue() {
      return definition.getDefaultValue();
    }
  }
}
