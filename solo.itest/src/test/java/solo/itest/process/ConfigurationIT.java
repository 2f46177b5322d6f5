package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.BeforeClass;
import org.junit.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import solo.itest.harness.SoloHome;

/** What the bundles declare, what the files in {@code etc/} offer and what the docs say agree. */
public class ConfigurationIT {
  private static final Path DISTRIBUTION = SoloHome.CHECKOUT.resolve("cnf/target/distribution");

  /** Key to attribute, by PID. */
  private static final Map<String, Map<String, Element>> DECLARED = new TreeMap<>();

  @BeforeClass
  public static void readMetatype() throws Exception {
    for (Path jar : list(DISTRIBUTION.resolve("bundles"), "solo.", ".jar")) {
      try (JarFile file = new JarFile(jar.toFile())) {
        for (JarEntry entry : file.stream().toList()) {
          if (entry.getName().matches("OSGI-INF/metatype/[^/]*\\.xml")) {
            read(file.getInputStream(entry));
          }
        }
      }
    }
  }

  private static void read(InputStream in) throws Exception {
    Document xml = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    String pid = ((Element) xml.getElementsByTagName("Designate").item(0)).getAttribute("pid");
    Map<String, Element> keys = new TreeMap<>();
    NodeList attributes = xml.getElementsByTagName("AD");
    for (int i = 0; i < attributes.getLength(); i++) {
      Element attribute = (Element) attributes.item(i);
      keys.put(attribute.getAttribute("id"), attribute);
    }
    DECLARED.put(pid, keys);
  }

  @Test
  public void everyDeclaredPidHasItsFileAndNoOther() throws IOException {
    assertFalse(DECLARED.isEmpty());
    List<String> files =
        list(DISTRIBUTION.resolve("etc"), "solo.", ".cfg").stream()
            .map(file -> file.getFileName().toString())
            .toList();
    assertEquals(DECLARED.keySet().stream().map(pid -> pid + ".cfg").sorted().toList(), files);
  }

  @Test
  public void aFileOffersExactlyTheDeclaredKeysWithTheirDefaults() throws IOException {
    for (String pid : DECLARED.keySet()) {
      Properties offered = new Properties();
      Path file = DISTRIBUTION.resolve("etc").resolve(pid + ".cfg");
      try (Stream<String> lines = Files.lines(file)) {
        for (String line : lines.filter(l -> l.matches("#\\w+=.*")).toList()) {
          offered.load(new java.io.StringReader(line.substring(1)));
        }
      }
      Map<String, String> defaults = new TreeMap<>();
      DECLARED.get(pid).forEach((key, a) -> defaults.put(key, a.getAttribute("default")));
      assertEquals(pid, defaults, new TreeMap<>(offered));
    }
  }

  @Test
  public void aFileChangesNothingUntilALineIsUncommented() throws IOException {
    for (Path file : list(DISTRIBUTION.resolve("etc"), "solo.", ".cfg")) {
      try (Stream<String> lines = Files.lines(file)) {
        assertTrue(file.toString(), lines.allMatch(l -> l.isEmpty() || l.startsWith("#")));
      }
    }
  }

  @Test
  public void rangesAndDefaultsAreInTheDescriptionsTheFilesAndTheDocs() throws IOException {
    String docs = Files.readString(SoloHome.CHECKOUT.resolve("docs/configuration.md"));
    for (String pid : DECLARED.keySet()) {
      assertTrue(pid, docs.contains("## " + pid + "\n"));
      String section = docs.substring(docs.indexOf("## " + pid + "\n") + 3).split("\n## ")[0];
      String file = Files.readString(DISTRIBUTION.resolve("etc").resolve(pid + ".cfg"));
      String offered = file.replace("\n# ", " ");
      DECLARED
          .get(pid)
          .forEach(
              (key, attribute) -> {
                String range = range(attribute);
                String byDefault = "default " + attribute.getAttribute("default");
                assertContains(attribute.getAttribute("description"), range, byDefault);
                assertContains(offered, range, byDefault);
                assertContains(
                    section, "| `" + key + "` | " + attribute.getAttribute("default") + " |");
                assertContains(section, range);
              });
    }
  }

  private static String range(Element attribute) {
    return attribute.hasAttribute("min")
        ? attribute.getAttribute("min") + " to " + attribute.getAttribute("max")
        : "";
  }

  private static void assertContains(String text, String... parts) {
    for (String part : parts) {
      assertTrue("'" + part + "' is in: " + text, text.contains(part));
    }
  }

  private static List<Path> list(Path directory, String prefix, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> f.getFileName().toString().startsWith(prefix))
          .filter(f -> f.getFileName().toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }
}
