package solo.recovery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import org.junit.Test;
import org.osgi.annotation.bundle.Export;

/** The arrows between the packages of this bundle: the verify stands on the replay. */
public class LayersTest {
  private static final JavaClasses RECOVERY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("solo.recovery");

  @Test
  public void theReplayKnowsNothingOfTheVerify() {
    noClasses()
        .that()
        .resideInAPackage("solo.recovery.provider..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("solo.recovery.verify..")
        .check(RECOVERY);
  }

  @Test
  public void whyStandsOnTheApiAlone() {
    noClasses()
        .that()
        .resideInAPackage("solo.recovery.why..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("solo.recovery.provider..", "solo.recovery.verify..")
        .check(RECOVERY);
  }

  @Test
  public void thePastStandsOnTheApiAlone() {
    noClasses()
        .that()
        .resideInAPackage("solo.recovery.past..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "solo.recovery.provider..", "solo.recovery.verify..", "solo.recovery.why..")
        .check(RECOVERY);
  }

  @Test
  public void everyPackageIsNamedHereAndNoneIsExported() {
    Set<String> names = new TreeSet<>();
    for (JavaPackage part : RECOVERY.getPackage("solo.recovery").getSubpackages()) {
      assertFalse(part.getName(), part.isAnnotatedWith(Export.class));
      names.add(part.getRelativeName());
    }
    assertEquals(Set.of("past", "provider", "verify", "why"), names);
  }

  @Test
  public void thereIsNoCycle() {
    slices().matching("solo.recovery.(*)..").should().beFreeOfCycles().check(RECOVERY);
  }
}
