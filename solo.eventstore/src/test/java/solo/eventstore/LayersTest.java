package solo.eventstore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.Test;

/** The arrows between the packages of this bundle: the journal stands alone, the rest on it. */
public class LayersTest {
  private static final JavaClasses STORE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("solo.eventstore");

  @Test
  public void theJournalKnowsNothingOfWhatIsBuiltOnIt() {
    noClasses()
        .that()
        .resideInAPackage("..journal..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "solo.eventstore.index..",
            "solo.eventstore.codec..",
            "solo.eventstore.checkpoint..",
            "solo.eventstore.provider..",
            "solo.core.deploy..",
            "solo.core.recovery..")
        .check(STORE);
  }

  @Test
  public void theCodecKnowsNoFiles() {
    noClasses()
        .that()
        .resideInAPackage("..codec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.nio.file..",
            "solo.eventstore.journal..",
            "solo.eventstore.index..",
            "solo.eventstore.checkpoint..",
            "solo.eventstore.provider..")
        .check(STORE);
  }

  @Test
  public void onlyTheIndexKnowsTheMVStore() {
    noClasses()
        .that()
        .resideOutsideOfPackage("solo.eventstore.index..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.h2..")
        .check(STORE);
  }

  @Test
  public void nothingKnowsTheProvider() {
    noClasses()
        .that()
        .resideOutsideOfPackage("solo.eventstore.provider..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("solo.eventstore.provider..")
        .check(STORE);
  }

  @Test
  public void thereIsNoCycle() {
    slices().matching("solo.eventstore.(*)..").should().beFreeOfCycles().check(STORE);
  }
}
