package solo.core.gate;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static org.junit.Assert.fail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.deploy.Artifacts.Kept;
import solo.core.testing.Loggers;
import solo.core.testing.TestDirectories;

public class ContentAddressedArtifactsTest {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private ContentAddressedArtifacts artifacts;

  @Before
  public void open() throws IOException {
    artifacts =
        new ContentAddressedArtifacts(
            new TestDirectories(folder.getRoot().toPath()),
            (code, reason) -> fail(reason),
            Loggers.silent());
  }

  @Test
  public void keptBytesLieUnderTheirDigest() throws IOException {
    assertEquals(new Kept(ABC, 3, true), artifacts.keep(bytes("abc")));
    assertArrayEquals(
        "abc".getBytes(StandardCharsets.UTF_8), Files.readAllBytes(artifacts.path(ABC)));
    assertEquals(List.of(ABC), artifacts.digests());
    artifacts.verify(ABC);
  }

  @Test
  public void sameBytesAreKeptOnce() throws IOException {
    artifacts.keep(bytes("abc"));
    Object inode = Files.getAttribute(artifacts.path(ABC), "unix:ino");

    assertEquals(new Kept(ABC, 3, false), artifacts.keep(bytes("abc")));
    assertEquals(inode, Files.getAttribute(artifacts.path(ABC), "unix:ino"));
    assertEquals(1, files().size());
  }

  @Test
  public void rec25_damagedCopyIsNamedWithBothDigestsAndReplaced() throws IOException {
    artifacts.keep(bytes("abc"));
    Files.delete(artifacts.path(ABC));
    Files.writeString(artifacts.path(ABC), "abd");

    IOException damaged = assertThrows(IOException.class, () -> artifacts.verify(ABC));
    assertTrue(damaged.getMessage(), damaged.getMessage().contains(ABC));
    assertTrue(
        damaged.getMessage(),
        damaged
            .getMessage()
            .contains("a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9"));

    assertTrue(artifacts.keep(bytes("abc")).fresh());
    artifacts.verify(ABC);
  }

  @Test
  public void missingArtifactIsSaid() {
    assertThrows(NoSuchFileException.class, () -> artifacts.verify(ABC));
  }

  @Test
  public void whatADeadProcessWasCopyingIsRemovedAtStart() throws IOException {
    artifacts.keep(bytes("abc"));
    Files.writeString(artifacts.path(ABC).resolveSibling(".x.part"), "ab");

    open();

    assertEquals(List.of(artifacts.path(ABC)), files());
  }

  @Test
  public void failedReadLeavesNothing() throws IOException {
    InputStream broken =
        new InputStream() {
          private int left = 10;

          @Override
          public int read() throws IOException {
            if (left-- > 0) {
              return 'x';
            }
            throw new IOException("gone");
          }
        };
    assertThrows(IOException.class, () -> artifacts.keep(broken));
    assertEquals(List.of(), files());
  }

  @Test
  public void interruptedCallerKeepsItsBytesAndItsInterrupt() throws IOException {
    Thread.currentThread().interrupt();
    Kept kept = artifacts.keep(bytes("abc"));
    assertTrue(Thread.interrupted());
    artifacts.verify(kept.digest());
  }

  @Test
  public void removedIsGoneAndTwiceIsFine() throws IOException {
    artifacts.keep(bytes("abc"));
    artifacts.remove(ABC);
    artifacts.remove(ABC);
    assertFalse(Files.exists(artifacts.path(ABC)));
  }

  @Test
  public void manyThreadsKeepTheSameBytesOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Kept>> tasks = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        tasks.add(() -> artifacts.keep(bytes("abc")));
      }
      int fresh = 0;
      for (Future<Kept> kept : threads.invokeAll(tasks)) {
        fresh += kept.get().fresh() ? 1 : 0;
      }
      assertEquals(1, fresh);
      assertEquals(1, files().size());
    } finally {
      threads.shutdown();
    }
  }

  @Test
  public void onlyDigestsAreNames() {
    assertThrows(IllegalArgumentException.class, () -> artifacts.path("../x"));
    assertThrows(IllegalArgumentException.class, () -> artifacts.path(ABC.toUpperCase()));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.getRoot().toPath().resolve("data/artifacts"))) {
      return all.toList();
    }
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
