package solo.core.disk;

import static org.junit.Assert.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.Test;

public class FileTroubleTest {
  private static final Path FILE = Path.of("/mnt/b.zip");
  private static final String FREE = "free some space, then try again";

  private static String of(IOException failure) {
    return FileTrouble.writing(FILE, failure);
  }

  @Test
  public void flt09_whatCannotBeDoneIsSaidWithWhyAndWhatToDo() {
    assertEquals(
        "/mnt/b.zip cannot be written: permission denied; let the container's user write there,"
            + " or name another place",
        of(new AccessDeniedException("/mnt/b.zip.part")));
    assertEquals(
        "/mnt/b.zip cannot be written: Read-only file system; let the container's user write"
            + " there, or name another place",
        of(new FileSystemException("/mnt/b.zip.part", null, "Read-only file system")));
    assertEquals(
        "/mnt/b.zip cannot be written: there is no such file or directory",
        of(new NoSuchFileException("/mnt/b.zip.part")));
    assertEquals("/mnt/b.zip cannot be written: eof", of(new EOFException()));
  }

  @Test
  public void howToGetRoomIsSaidOnce() {
    assertEquals(
        "/mnt/b.zip cannot be written: No space left on device; " + FREE,
        of(new IOException("No space left on device")));
    String told = "no space left for /mnt/b.zip: " + FREE;
    assertEquals("/mnt/b.zip cannot be written: " + told, of(new DiskFullException(told, null)));
  }
}
