package solo.core.disk;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The real file layer. */
public class FileDiskTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Disk disk = Disk.real();
  private Path dir;

  @Before
  public void directory() throws IOException {
    dir = folder.getRoot().toPath().resolve("a").resolve("b");
    disk.createDirectories(dir);
    disk.createDirectories(dir);
  }

  @Test
  public void everyCallWorksOnAnInterruptedThreadAndKeepsTheInterrupt() throws Exception {
    Path file = dir.resolve("one");
    byte[] back = new byte[4];
    try (DiskFile open = disk.create(file)) {
      for (int i = 0; i < 3; i++) {
        Thread.currentThread().interrupt();
        open.preallocate(100);
        open.write(50, new byte[] {1, 2, 3, 4}, 1, 2);
        open.force();
        assertEquals(3, open.read(49, back, 0, 3));
        assertEquals(100, open.size());
        disk.forceDirectory(dir);
        disk.rename(file, dir.resolve("two"));
        disk.rename(dir.resolve("two"), file);
        assertEquals(List.of("one"), disk.list(dir));
        disk.createDirectories(dir.resolve("c" + i));
        disk.delete(dir.resolve("c" + i));
        assertTrue("kept", Thread.interrupted());
      }
    }
    assertArrayEquals(new byte[] {0, 2, 3, 0}, back);
  }

  @Test
  public void aFileIsCreatedOnceAndOpenedOnlyWhenItIsThere() throws Exception {
    Path file = dir.resolve("one");
    assertThrows(NoSuchFileException.class, () -> disk.open(file));
    assertThrows(NoSuchFileException.class, () -> disk.openForReading(file));
    disk.create(file).close();
    assertThrows(FileAlreadyExistsException.class, () -> disk.create(file));
    try (DiskFile reading = disk.openForReading(file)) {
      assertThrows(IOException.class, () -> reading.write(0, new byte[1], 0, 1));
      assertThrows(IOException.class, reading::force);
    }
    disk.delete(file);
    disk.delete(file);
    assertEquals(List.of(), disk.list(dir));
    assertEquals(List.of(), disk.list(dir.resolve("nowhere")));
  }

  @Test
  public void aPrivateFileIsItsOwnersAndAProtectedOneIsWrittenByNobody() throws Exception {
    Path file = dir.resolve("one");
    try (DiskFile open = disk.createPrivate(file)) {
      assertEquals("rw-------", mode(file));
      disk.protect(file);
      open.write(0, new byte[] {1}, 0, 1);
      open.force();
    }
    assertEquals("r--------", mode(file));
    Thread.currentThread().interrupt();
    disk.force(file);
    assertTrue("kept", Thread.interrupted());
    assertThrows(FileAlreadyExistsException.class, () -> disk.createPrivate(file));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  public void aNewNameIsGivenOnlyWhereNothingHasIt() throws Exception {
    Path part = dir.resolve("part");
    Path name = dir.resolve("name");
    Files.writeString(part, "whole");
    for (String taken : List.of("file", "link", "directory")) {
      switch (taken) {
        case "file" -> Files.writeString(name, "another's");
        case "link" -> Files.createSymbolicLink(name, dir.resolve("nowhere"));
        default -> Files.createDirectory(name);
      }
      assertThrows(taken, FileAlreadyExistsException.class, () -> disk.renameNew(part, name));
      assertEquals(List.of("name", "part"), disk.list(dir));
      Files.delete(name);
    }
    disk.renameNew(part, name);
    assertEquals(List.of("name"), disk.list(dir));
    assertEquals("whole", Files.readString(name));
    assertThrows(NoSuchFileException.class, () -> disk.renameNew(part, dir.resolve("other")));
  }

  @Test
  public void whatCannotBeToldIsNotCalledMissing() throws Exception {
    Path file = dir.resolve("one");
    assertFalse(disk.exists(file));
    assertFalse(disk.exists(dir.resolve("nowhere").resolve("one")));
    disk.create(file).close();
    assertTrue(disk.exists(file));
    assertTrue(disk.exists(dir));
    assertThrows(IOException.class, () -> disk.exists(file.resolve("below")));
    assertThrows(NotDirectoryException.class, () -> disk.list(file));
  }

  @Test
  public void anAtomicFileIsWholeOrAsItWas() throws Exception {
    Path file = dir.resolve("one");
    byte[] bytes = {1, 2, 3};
    AtomicFile.replace(disk, file, new byte[] {9});
    List<List<String>> names = new ArrayList<>();
    Runnable forced = () -> names.add(List.of(dir.toFile().list()));
    AtomicFile.write(disk, file, bytes, new AtomicFile.Way(true, true, forced));
    assertEquals(2, names.get(0).size());
    assertEquals(List.of("one"), disk.list(dir));
    assertEquals("r--------", mode(file));
    assertArrayEquals(bytes, AtomicFile.read(disk, file, 3));
    assertThrows(IOException.class, () -> AtomicFile.read(disk, file, 2));
    Disk unforced =
        new ForwardingDisk(disk) {
          @Override
          public void forceDirectory(Path directory) throws IOException {
            throw new IOException("Input/output error");
          }
        };
    assertThrows(
        AtomicFile.NotForcedException.class,
        () -> AtomicFile.write(unforced, file, new byte[] {4}));
    assertArrayEquals(new byte[] {4}, AtomicFile.read(disk, file, 3));
  }

  @Test
  public void aReadEndsWithTheFile() throws Exception {
    try (DiskFile file = disk.create(dir.resolve("short"))) {
      file.write(0, new byte[10], 0, 10);
      assertEquals(4, file.read(6, new byte[100], 0, 100));
      assertEquals(0, file.read(10, new byte[100], 0, 100));
      assertEquals(0, file.read(1000, new byte[100], 0, 100));
    }
  }

  @Test
  public void aFullDeviceIsToldFromOtherFailures() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full));
    try (DiskFile file = new FileDiskFile(full, true)) {
      assertThrows(DiskFullException.class, () -> file.write(0, new byte[1], 0, 1));
    }
    IOException other = new IOException("Input/output error");
    assertEquals(other, FileDiskFile.fullOrSame(dir.resolve("x"), 1, other));
  }
}
