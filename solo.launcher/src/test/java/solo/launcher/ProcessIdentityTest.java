package solo.launcher;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class ProcessIdentityTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void thisProcessIsAliveAndSeenFromOutsideAsItIsFromInside() {
    ProcessIdentity own = ProcessIdentity.own();
    assertTrue(own.alive());
    assertEquals(Optional.of(own), ProcessIdentity.of(own.pid()));
  }

  @Test
  public void anotherLifeOfTheSameIdIsNotThatProcess() {
    ProcessIdentity own = ProcessIdentity.own();
    assertFalse(new ProcessIdentity(own.pid(), own.birth() + "0").alive());
  }

  @Test
  public void endedChildIsNotAlive() throws Exception {
    Process child = new ProcessBuilder("sleep", "60").start();
    ProcessIdentity identity = ProcessIdentity.of(child.pid()).orElseThrow();
    assertNotEquals(ProcessIdentity.own().birth(), identity.birth());
    assertTrue(identity.alive());
    child.destroyForcibly().waitFor();
    assertFalse(identity.alive());
  }

  @Test
  public void pidFileNamesItsWriterAndNobodyWhenItIsGarbage() throws Exception {
    Path data = folder.getRoot().toPath();
    PidFile file = new PidFile(data);
    assertEquals(Optional.empty(), file.holder());
    Instant since = Instant.parse("2026-01-02T03:04:05.678Z");
    file.write(since);
    assertEquals(
        Optional.of(new PidFile.Holder(ProcessIdentity.own(), since, Ending.UNCONFIGURED)),
        file.holder());
    for (String garbage : new String[] {"", "pid=", "pid=1\nbirth=x\nsince=never", "\\u00", "\0"}) {
      Files.writeString(data.resolve("pid"), garbage);
      assertEquals(garbage, Optional.empty(), file.holder());
    }
  }

  @Test
  public void pidFileThatWasDeletedIsNotWrittenAgain() throws Exception {
    Path data = folder.getRoot().toPath();
    PidFile never = new PidFile(data);
    never.delete();
    never.write(Instant.EPOCH);
    assertFalse("its end was faster", Files.exists(data.resolve("pid")));
    PidFile file = new PidFile(data);
    file.write(Instant.EPOCH);
    file.delete();
    file.stopTakes(Duration.ofSeconds(1));
    assertFalse(Files.exists(data.resolve("pid")));
  }
}
