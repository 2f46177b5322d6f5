package solo.capability;

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
import org.junit.Test;

/**
 * The arrows between the rooms of this bundle: what tokens are knows no files, the vault no tokens.
 */
public class LayersTest {
  private static final JavaClasses CAPABILITY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("solo.capability");

  /** Which rooms each may know besides itself. */
  private static final Map<String, List<String>> ROOMS =
      Map.of(
          "token", List.of(),
          "projection", List.of(),
          "store", List.of("token", "projection"),
          "provider", List.of("token", "projection", "store"),
          "access", List.of(),
          "secrets", List.of("vault"),
          "vault", List.of("projection"));

  /** Only these know the MVStore. */
  private static final Set<String> ON_DISK = Set.of("projection", "store", "vault");

  @Test
  public void everyRoomIsNamedHere() {
    Set<String> rooms = new TreeSet<>();
    for (JavaPackage room : CAPABILITY.getPackage("solo.capability").getSubpackages()) {
      rooms.add(room.getRelativeName());
    }
    rooms.removeAll(ROOMS.keySet());
    assertEquals(Set.of(), rooms);
  }

  @Test
  public void aRoomKnowsOnlyThoseBelowIt() {
    ROOMS.forEach(LayersTest::check);
  }

  @Test
  public void thereIsNoCycle() {
    slices().matching("solo.capability.(*)..").should().beFreeOfCycles().check(CAPABILITY);
  }

  private static void check(String room, List<String> below) {
    List<String> allowed =
        new ArrayList<>(
            List.of("java..", "javax.crypto..", "org.osgi..", "org.apache..", "solo.core.."));
    allowed.add("solo.capability." + room + "..");
    below.forEach(name -> allowed.add("solo.capability." + name + ".."));
    if (ON_DISK.contains(room)) {
      allowed.add("org.h2..");
    }
    classes()
        .that()
        .resideInAPackage("solo.capability." + room + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed.toArray(String[]::new))
        .allowEmptyShould(true)
        .check(CAPABILITY);
  }
}
