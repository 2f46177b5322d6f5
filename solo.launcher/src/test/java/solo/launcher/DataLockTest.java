package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DataLockTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private Process holder;

  /** Another process that holds a data directory until its input ends. */
  public static final class Holder {
    private Holder() {}

    /** Takes the lock, says so, waits. */
    public static void main(String[] arguments) throws Exception {
      Path data = Path.of(arguments[0]);
      DataLock lock = DataLock.acquire(data);
      new PidFile(data).write(Instant.parse("2026-01-02T03:04:05Z"));
      System.out.println("held");
      System.in.read();
      lock.close();
    }
  }

  @After
  public void endHolder() throws InterruptedException {
    if (holder != null) {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  public void evt12_secondProcessIsRefusedAndNamesTheFirst() throws Exception {
    hold();
    LaunchException refusal = refused();
    assertEquals(75, refusal.status());
    assertTrue(refusal.getMessage(), refusal.getMessage().contains("process " + holder.pid()));
    assertTrue(refusal.getMessage(), refusal.getMessage().contains("2026-01-02T03:04:05Z"));
  }

  @Test
  public void holderThatIsNotNamedIsStillRefused() throws Exception {
    hold();
    Files.delete(data().resolve("pid"));
    assertTrue(refused().getMessage().contains("another process"));
  }

  @Test
  public void killedHolderLeavesTheLockFreeAndItsNameStale() throws Exception {
    hold();
    assertEquals(
        Optional.of(holder.pid()), new PidFile(data()).holder().map(h -> h.process().pid()));
    holder.destroyForcibly().waitFor();
    assertEquals(Optional.empty(), new PidFile(data()).holder());
    DataLock.acquire(data()).close();
  }

  @Test
  public void lockThatCannotBeCreatedIsABadDirectory() throws IOException {
    Files.createDirectory(data().resolve("lock"));
    assertEquals(78, refused().status());
  }

  private void hold() throws IOException {
    holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                data().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = new BufferedReader(new InputStreamReader(holder.getInputStream()));
    assertEquals("held", said.readLine());
  }

  private LaunchException refused() {
    return assertThrows(LaunchException.class, () -> DataLock.acquire(data()));
  }

  private Path data() {
    return folder.getRoot().toPath();
  }
}
