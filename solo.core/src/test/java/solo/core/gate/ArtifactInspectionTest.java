package solo.core.gate;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.deploy.ServiceSpec;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.core.testing.Loggers;
import solo.core.testing.TestDirectories;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** The bytes that the log names. */
public class ArtifactInspectionTest {
  private static final int LARGE = ArtifactInspection.STEP_BYTES * 2 + 5;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final SortedMap<ServiceKey, ServiceRecord> services = new TreeMap<>();
  private ContentAddressedArtifacts artifacts;
  private ArtifactInspection inspection;

  @Before
  public void open() throws IOException {
    artifacts =
        new ContentAddressedArtifacts(
            new TestDirectories(folder.getRoot().toPath()),
            (code, reason) -> fail(reason),
            Loggers.silent());
    inspection = new ArtifactInspection(artifacts);
  }

  /** A service of an artifact of so many bytes; where it lies. */
  private Path service(String name, int bytes) throws IOException {
    String digest = artifacts.keep(new ByteArrayInputStream(new byte[bytes])).digest();
    ServiceSpec spec =
        new ServiceSpec("bundle", digest, bytes, "acme", "1.0.0", "shell:x.jar", 3, 7, 11, 13);
    ServiceKey key = ServiceKey.parse(name);
    services.put(
        key,
        new ServiceRecord(
            key,
            Standing.DEPLOYED,
            2,
            0,
            Optional.of(spec),
            2,
            "owner:ann",
            Optional.empty(),
            Optional.empty()));
    return artifacts.path(digest);
  }

  private SystemState fold() {
    return new SystemState(9, true, true, services);
  }

  private List<Finding> deep() {
    List<Finding> found = new ArrayList<>();
    inspection.deep(fold()).forEachRemaining(found::addAll);
    return found;
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    file.toFile().setWritable(true);
    Files.write(file, bytes);
  }

  @Test
  public void ver16_aFlippedBitIsFoundForEachServiceThatNeedsItAndIsNotFixable()
      throws IOException {
    Path file = service("acme/a", LARGE);
    service("acme/b", LARGE);
    service("acme/other", 3);
    assertEquals(List.of(), deep());
    flip(file, LARGE - 1);
    List<Finding> found = deep();
    assertEquals(List.of("a", "b"), found.stream().map(Finding::service).toList());
    for (Finding finding : found) {
      assertEquals(Kind.ARTIFACT_CORRUPT, finding.kind());
      assertEquals(file.getFileName().toString(), finding.about());
      assertFalse(finding.fixable());
    }
    assertEquals(List.of(), inspection.quick(fold()));
  }

  @Test
  public void aMissingFileIsFoundQuicklyAndInDepth() throws IOException {
    Files.delete(service("acme/a", 3));
    assertEquals(Kind.ARTIFACT_MISSING, inspection.quick(fold()).get(0).kind());
    assertEquals(Kind.ARTIFACT_MISSING, deep().get(0).kind());
    assertEquals(1, deep().size());
  }

  @Test
  public void ver10_whereTheDirectoryCannotBeReadNothingIsCalledMissing() throws IOException {
    Path file = service("acme/a", 3);
    Files.delete(file);
    Files.delete(file.getParent());
    Files.createFile(file.getParent());
    UncheckedIOException why =
        assertThrows(UncheckedIOException.class, () -> inspection.quick(fold()));
    assertTrue(why.toString(), why.getMessage().contains(file.getParent().toString()));
  }

  @Test
  public void aTruncatedFileIsCorrupt() throws IOException {
    Path file = service("acme/a", LARGE);
    file.toFile().setWritable(true);
    Files.write(file, new byte[LARGE - ArtifactInspection.STEP_BYTES - 9]);
    assertEquals(Kind.ARTIFACT_CORRUPT, deep().get(0).kind());
  }

  @Test
  public void ver10_whatCannotBeReadIsNotTakenForGoodAndTheOthersAreRead() throws IOException {
    Path file = service("acme/a", 5);
    Path other = service("acme/b", 7);
    Files.delete(file);
    Files.createDirectory(file);
    flip(other, 3);
    List<Kind> kinds = deep().stream().map(Finding::kind).sorted().toList();
    assertEquals(List.of(Kind.ARTIFACT_CORRUPT, Kind.STORE_UNREADABLE), kinds);
  }

  @Test
  public void ver18_aStepReadsAPartOfALargeArtifact() throws IOException {
    service("acme/a", LARGE);
    Iterator<List<Finding>> steps = inspection.deep(fold());
    int count = 0;
    while (steps.hasNext()) {
      steps.next();
      count++;
    }
    assertEquals(3, count);
  }

  @Test
  public void anArtifactThatIsMadeGoodBetweenTwoStepsIsNoFinding() throws IOException {
    Path file = service("acme/a", LARGE);
    flip(file, 1);
    Iterator<List<Finding>> steps = inspection.deep(fold());
    assertEquals(List.of(), steps.next());
    flip(file, 1);
    List<Finding> found = new ArrayList<>();
    steps.forEachRemaining(found::addAll);
    assertEquals(List.of(), found);
    assertTrue(inspection.repair(Finding.of(Kind.ARTIFACT_CORRUPT, "", "", "", false)).isEmpty());
  }
}
