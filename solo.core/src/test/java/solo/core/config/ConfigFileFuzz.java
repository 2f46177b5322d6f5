package solo.core.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.felix.metatype.AD;

/**
 * Any bytes as a configuration file: read, or refused in one line; and checked against its keys.
 */
public final class ConfigFileFuzz {
  private static final String PID = "solo.room";
  private static final Path FILE = file();
  private static final Map<String, KnownPid> KNOWN =
      Map.of(
          PID,
          KnownPid.of(
              PID,
              attribute("delayMs", "Integer", "5", "1", "10"),
              attribute("bytes", "Long", "5", "1", "9223372036854775807"),
              attribute("name", "String", "x", null, null),
              attribute("strict", "Boolean", "true", null, null)));

  private ConfigFileFuzz() {}

  private static org.osgi.service.metatype.AttributeDefinition attribute(
      String id, String type, String byDefault, String min, String max) {
    AD definition = new AD();
    definition.setID(id);
    definition.setType(type);
    definition.setDescription("what it is");
    definition.setDefaultValue(byDefault);
    definition.setMin(min);
    definition.setMax(max);
    return new ConfigPlanTest.Described(definition);
  }

  private static Path file() {
    try {
      Path directory = Files.createTempDirectory("config-fuzz");
      directory.toFile().deleteOnExit();
      return directory.resolve(PID + ".cfg");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Map<String, byte[]> seeds() {
    Map<String, byte[]> seeds = new TreeMap<>();
    seeds.put("good", text("# c\ndelayMs = 7\nstrict=false\nname: x\\\n  y\nbytes 9\n"));
    seeds.put("bad", text("delayMs=11\nunknown=1\n\\u0041=\\u00e9\n"));
    seeds.put("twice", text("name=a\nNAME=b\n"));
    return seeds;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Files.write(FILE, bytes);
    ConfigFile read;
    try {
      read = ConfigFile.read(FILE);
    } catch (IOException documented) {
      requireOneLine(documented.getMessage());
      return;
    } finally {
      Files.delete(FILE);
    }
    ConfigPlan plan = ConfigPlan.of(KNOWN, List.of(read));
    plan.problems().forEach(ConfigFileFuzz::requireOneLine);
    if (plan.problems().isEmpty()) {
      int delay = (int) plan.configurations().get(PID).get("delayMs");
      if (delay < 1 || delay > 10) {
        throw new AssertionError("out of its range: " + delay);
      }
    }
  }

  private static void requireOneLine(String message) {
    if (message.codePoints().anyMatch(Character::isISOControl)) {
      throw new AssertionError("control characters in a reason");
    }
  }
}
