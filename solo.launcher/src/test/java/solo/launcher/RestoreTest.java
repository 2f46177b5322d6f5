package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is left of a restore that failed. */
public class RestoreTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void nothingThatWasMadeForItIsLeft() throws Exception {
    Path there = folder.newFolder("there").toPath();
    Path staging = there.resolve("a/b/data.restoring-1");
    List<Path> made = Restore.missing(staging);
    Files.createDirectories(staging.resolve("events"));
    Files.createFile(staging.resolve("events/1.log"));
    Restore.remove(made);
    assertTrue(Files.exists(there));
    assertFalse(Files.exists(there.resolve("a")));
  }

  @Test
  public void whatSomebodyElsePutBesideItStays() throws Exception {
    Path above = folder.getRoot().toPath().resolve("a");
    Path staging = above.resolve("data.restoring-1");
    List<Path> made = Restore.missing(staging);
    Files.createDirectories(staging);
    Files.createFile(above.resolve("theirs"));
    Restore.remove(made);
    assertFalse(Files.exists(staging));
    assertTrue(Files.exists(above.resolve("theirs")));
  }

  @Test
  public void whatIsADataDirectoryByNowStays() throws Exception {
    Path above = folder.getRoot().toPath().resolve("a");
    Path staging = above.resolve("data.restoring-1");
    List<Path> made = Restore.missing(staging);
    Files.createDirectories(staging);
    Files.move(staging, above.resolve("data"));
    Restore.remove(made);
    assertTrue(Files.exists(above.resolve("data")));
  }

  @Test
  public void aMountPointIsKnownBeforeAnythingIsUnpacked() {
    assertTrue(Restore.isMountPoint(Path.of("/proc")));
    assertFalse(Restore.isMountPoint(folder.getRoot().toPath()));
  }

  @Test
  public void theStatusIsThatOfTheSignal() {
    assertEquals(129, Signals.status("SIGHUP"));
    assertEquals(130, Signals.status("SIGINT"));
    assertEquals(143, Signals.status("SIGTERM"));
  }
}
