package solo.core.log;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class RotatingFileTest {
  @Rule public final TemporaryFolder temp = new TemporaryFolder();
  private Path file;

  @Before
  public void name() {
    file = temp.getRoot().toPath().resolve("log/solo.log");
  }

  @Test
  public void newestLinesAreInTheFileAndTheOldestFileIsDropped() throws IOException {
    try (RotatingFile log = new RotatingFile(file, 10, 3)) {
      for (int i = 1; i <= 5; i++) {
        log.write("line " + i + "..\n");
      }
    }
    assertEquals("line 5..\n", Files.readString(file));
    assertEquals("line 4..\n", Files.readString(file.resolveSibling("solo.log.1")));
    assertEquals("line 3..\n", Files.readString(file.resolveSibling("solo.log.2")));
    assertFalse(Files.exists(file.resolveSibling("solo.log.3")));
  }

  @Test
  public void aRestartAddsToTheFileAndCountsWhatIsThere() throws IOException {
    try (RotatingFile log = new RotatingFile(file, 12, 2)) {
      log.write("before\n");
    }
    try (RotatingFile log = new RotatingFile(file, 12, 2)) {
      log.write("more\n");
      log.write("after\n");
    }
    assertEquals("after\n", Files.readString(file));
    assertEquals("before\nmore\n", Files.readString(file.resolveSibling("solo.log.1")));
  }

  @Test
  public void aFileThatCouldNotBeOpenedIsTriedAgain() throws IOException {
    Files.createDirectories(file.resolve("in/the/way"));
    try (RotatingFile log = new RotatingFile(file, 100, 2)) {
      assertThrows(IOException.class, () -> log.write("lost\n"));
      Files.delete(file.resolve("in/the/way"));
      Files.delete(file.resolve("in/the"));
      Files.delete(file.resolve("in"));
      Files.delete(file);
      log.write("kept\n");
    }
    assertEquals("kept\n", Files.readString(file));
  }

  @Test
  public void aSingleFileStartsAnew() throws IOException {
    try (RotatingFile log = new RotatingFile(file, 5, 1)) {
      log.write("old\n");
      log.write("new\n");
    }
    assertEquals("new\n", Files.readString(file));
    assertFalse(Files.exists(file.resolveSibling("solo.log.1")));
  }

  @Test
  public void anInterruptedThreadStillWrites() throws IOException {
    try (RotatingFile log = new RotatingFile(file, 100, 2)) {
      Thread.currentThread().interrupt();
      log.write("one\n");
      Thread.interrupted();
      log.write("two\n");
    }
    assertEquals("one\ntwo\n", Files.readString(file));
  }
}
