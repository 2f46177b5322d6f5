package solo.launcher;

import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is left of a restore that is interrupted. */
public class RestoreTest {
  private static final int FILES = 400;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void nothingOfWhichAPartIsRemovedBecomesADataDirectory() throws Exception {
    Path staging = folder.newFolder("data.restoring-1").toPath();
    for (int i = 0; i < FILES; i++) {
      Files.createFile(staging.resolve("%05d".formatted(i)));
    }
    Path firstToGo = staging.resolve("%05d".formatted(FILES - 1));
    Path data = folder.getRoot().toPath().resolve("data");
    Thread removing = new Thread(() -> Restore.remove(staging));
    removing.start();
    while (Files.exists(firstToGo)) {
      Thread.onSpinWait();
    }
    assertThrows(
        IOException.class, () -> Files.move(staging, data, StandardCopyOption.ATOMIC_MOVE));
    removing.join();
    assertFalse(Files.exists(data));
    try (var left = Files.list(folder.getRoot().toPath())) {
      assertFalse(left.findAny().isPresent());
    }
  }
}
