package solo.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.Assert.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Test;
import org.osgi.annotation.bundle.Export;

/**
 * The arrows between the packages of this bundle. The API packages stand on each other in one
 * order; a room stands on the API alone, so that rooms meet only as services.
 */
public class LayersTest {
  private static final JavaClasses SOLO =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("solo.core");

  /** Which API packages each may know besides itself. */
  private static final Map<String, List<String>> API =
      Map.ofEntries(
          Map.entry("tenant", List.of()),
          Map.entry("disk", List.of()),
          Map.entry("retention", List.of("event", "deploy", "capability", "tenant")),
          Map.entry("backup", List.of("capability", "tenant")),
          Map.entry("fold", List.of("event", "deploy", "capability", "tenant")),
          Map.entry("secret", List.of()),
          Map.entry("control", List.of("tenant")),
          Map.entry("capability", List.of("tenant")),
          Map.entry("clock", List.of("capability", "tenant")),
          Map.entry("vault", List.of("capability", "tenant")),
          Map.entry("lifecycle", List.of("capability", "tenant")),
          Map.entry("deploy", List.of("capability", "tenant")),
          Map.entry("event", List.of("deploy", "capability", "tenant")),
          Map.entry(
              "recovery", List.of("vault", "event", "deploy", "lifecycle", "capability", "tenant")),
          Map.entry(
              "verify",
              List.of("recovery", "vault", "event", "deploy", "lifecycle", "capability", "tenant")),
          Map.entry(
              "audit",
              List.of(
                  "fold",
                  "verify",
                  "recovery",
                  "vault",
                  "event",
                  "deploy",
                  "lifecycle",
                  "capability",
                  "tenant")),
          Map.entry(
              "fsck",
              List.of(
                  "verify",
                  "recovery",
                  "vault",
                  "event",
                  "deploy",
                  "lifecycle",
                  "capability",
                  "tenant")));

  private static final Set<String> ROOMS =
      Set.of(
          "gate",
          "deployer",
          "directory",
          "supervision",
          "stop",
          "config",
          "log",
          "collect",
          "space");

  @Test
  public void everyPackageIsAnExportedApiOrARoomThatIsNotExported() {
    Set<String> exported = new TreeSet<>();
    Set<String> kept = new TreeSet<>();
    for (JavaPackage part : SOLO.getPackage("solo.core").getSubpackages()) {
      (part.isAnnotatedWith(Export.class) ? exported : kept).add(part.getRelativeName());
    }
    exported.removeAll(API.keySet());
    assertEquals("exported and not named as an API here", Set.of(), exported);
    kept.removeAll(ROOMS);
    assertEquals("neither exported nor named as a room here", Set.of(), kept);
  }

  @Test
  public void anApiPackageKnowsOnlyThoseBelowIt() {
    API.forEach((name, below) -> check(name, below));
  }

  @Test
  public void aRoomKnowsTheApiAndNoOtherRoom() {
    ROOMS.forEach(room -> check(room, List.copyOf(API.keySet())));
  }

  @Test
  public void thereIsNoCycle() {
    slices().matching("solo.core.(*)..").should().beFreeOfCycles().check(SOLO);
  }

  private static void check(String name, List<String> known) {
    List<String> allowed =
        new ArrayList<>(List.of("java..", "javax..", "org.osgi..", "org.apache.."));
    Stream.concat(Stream.of(name), known.stream()).map(LayersTest::within).forEach(allowed::add);
    classes()
        .that()
        .resideInAPackage(within(name))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .allowEmptyShould(true)
        .check(SOLO);
  }

  private static String within(String name) {
    return "solo.core." + name + "..";
  }
}
