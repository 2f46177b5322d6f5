package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Assume;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DataDirectoryTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void newOneIsItsOwnersAlone() throws Exception {
    Path path = path("deep/er/data");
    DataDirectory directory = new DataDirectory(path);
    directory.open();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    assertTrue(directory.mark());
    assertFalse(directory.mark());
    directory.open();
  }

  @Test
  public void flt12_oneThatOthersMayWriteIsRefused() throws IOException {
    for (String mode : List.of("rwxrwxrwx", "rwxrwx---", "rwx---rw-")) {
      Path path = Files.createDirectories(path("open-" + mode));
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      assertTrue(refused(path).contains("chmod go-w"));
    }
  }

  @Test
  public void flt12_oneThatOthersMayReadIsTaken() throws Exception {
    Path path = Files.createDirectories(path("readable"));
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    new DataDirectory(path).open();
  }

  @Test
  public void fileInItsPlaceIsRefused() throws IOException {
    Path file = folder.newFile("file").toPath();
    assertTrue(refused(file).contains("not a directory"));
    assertTrue(refused(file.resolve("data")).contains("cannot be created"));
  }

  @Test
  public void flt11_newerFormatIsRefusedAndNothingIsWritten() throws IOException {
    Path path = Files.createDirectories(path("newer"));
    Files.writeString(path.resolve("format"), "2\n");
    assertTrue(refused(path).contains("format 2"));
    try (Stream<Path> entries = Files.list(path)) {
      assertEquals(1, entries.count());
    }
  }

  @Test
  public void unreadableFormatIsRefused() throws IOException {
    Path path = Files.createDirectories(path("odd"));
    Files.writeString(path.resolve("format"), "one");
    assertTrue(refused(path).contains("format"));
  }

  @Test
  public void directoryOfSomethingElseIsRefusedUntouched() throws IOException {
    Path path = Files.createDirectories(path("home"));
    Files.createFile(path.resolve("thesis.tex"));
    assertTrue(refused(path).contains("thesis.tex"));
    try (Stream<Path> entries = Files.list(path)) {
      assertEquals(1, entries.count());
    }
  }

  @Test
  public void eventsAreEnoughToBeSolos() throws Exception {
    Path path = Files.createDirectories(path("old"));
    Files.createDirectories(path.resolve("events"));
    Files.createFile(path.resolve("other"));
    DataDirectory directory = new DataDirectory(path);
    directory.open();
    assertFalse(directory.mark());
  }

  @Test
  public void fullDiskIsNoMatterOfTheConfiguration() throws Exception {
    Path full = Path.of("/dev/full");
    Assume.assumeTrue(Files.isWritable(full));
    Path path = path("full");
    DataDirectory directory = new DataDirectory(path);
    directory.open();
    Files.createSymbolicLink(path.resolve("format.part"), full);
    LaunchException end = assertThrows(LaunchException.class, directory::mark);
    assertEquals(74, end.status());
    assertEquals(
        path.resolve("format")
            + " cannot be written: No space left on device"
            + "; free some space there, then start again",
        end.getMessage());
  }

  private Path path(String name) {
    return folder.getRoot().toPath().resolve(name);
  }

  private static String refused(Path path) {
    LaunchException refusal =
        assertThrows(LaunchException.class, () -> new DataDirectory(path).open());
    assertEquals(78, refusal.status());
    return refusal.getMessage();
  }
}
