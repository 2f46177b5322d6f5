package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.Assume;
import org.junit.Test;
import org.osgi.framework.BundleException;
import solo.core.lifecycle.ExitCode;

public class WriteFailureTest {
  private static final String FREE = "; free some space there, then start again";

  private static void ends(int status, String message, IOException failure) {
    LaunchException end = WriteFailure.of("cannot write in /d", failure);
    assertEquals(message, end.getMessage());
    assertEquals(status, end.status());
  }

  @Test
  public void fullDiskIsAFailureOfTheDiskWithThePlainReason() {
    ends(
        74,
        "cannot write in /d: No space left on device" + FREE,
        new IOException("No space left on device"));
    ends(
        74,
        "cannot write in /d: /d/cache: No space left on device" + FREE,
        new FileSystemException("/d/cache", null, "No space left on device"));
    ends(
        74,
        "cannot write in /d: /d/pid (Disk quota exceeded)" + FREE,
        new FileNotFoundException("/d/pid (Disk quota exceeded)"));
    ends(74, "cannot write in /d: Input/output error", new IOException("Input/output error"));
  }

  @Test
  public void placeThatCannotBeUsedIsAMatterOfTheConfiguration() {
    ends(
        78,
        "cannot write in /d: /d/pid.part: permission denied",
        new AccessDeniedException("/d/pid.part"));
    ends(
        78,
        "cannot write in /d: /d/pid: Read-only file system",
        new FileSystemException("/d/pid", null, "Read-only file system"));
    ends(78, "cannot write in /d: /d/pid: no such file", new NoSuchFileException("/d/pid"));
  }

  @Test
  public void theCauseOfTheCauseCounts() {
    IOException full = new IOException("No space left on device");
    Exception start = new BundleException("no cache", new IllegalStateException("x", full));
    assertEquals(ExitCode.IO_FAILURE, WriteFailure.code(start));
    assertEquals(ExitCode.BAD_CONFIGURATION, WriteFailure.code(new BundleException("no import")));
  }

  @Test
  public void theSystemSaysItInTheseWords() {
    Path full = Path.of("/dev/full");
    Assume.assumeTrue(Files.isWritable(full));
    IOException failure = assertThrows(IOException.class, () -> Files.writeString(full, "x"));
    assertEquals(ExitCode.IO_FAILURE, WriteFailure.code(failure));
  }
}
