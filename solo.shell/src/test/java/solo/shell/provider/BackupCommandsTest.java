package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;

public class BackupCommandsTest {
  private final Console console = new Console();

  @After
  public void close() {
    console.close();
  }

  @Test
  public void shl06_backupHasLinesAndJson() throws Exception {
    assertEquals(
        """
        backup   /mnt/b.zip
        sha256   %s
        up to    event 85
        size     1.2 MB, 3 artifacts
        told by  event 86\
        """
            .formatted("ab".repeat(32)),
        console.run("backup --reason nightly /mnt/x/../b.zip"));
    assertEquals(List.of("nightly"), console.container.reasons);
    JsonObject json = console.json("backup --json /mnt/b.zip").getAsJsonObject();
    assertEquals("/mnt/b.zip", json.get("file").getAsString());
    assertEquals(1_234_567, json.get("bytes").getAsLong());
    assertEquals(86, json.get("eventId").getAsLong());
  }

  @Test
  public void whatAnotherBackupLeftIsInTheAnswer() throws Exception {
    Path left = Path.of("/mnt/a.zip.0a1b2c3d.solo-backup.part");
    ((FakeBackups) console.backups.backups).leftovers = List.of(left);
    String answer = console.run("backup /mnt/b.zip");
    assertTrue(
        answer,
        answer.contains("leftover  " + left + ", of a backup that was cut short: remove it"));
    JsonObject json = console.json("backup --json /mnt/b.zip").getAsJsonObject();
    assertEquals(left.toString(), json.getAsJsonArray("leftovers").get(0).getAsString());
  }

  @Test
  public void aRelativePathStartsAtTheCurrentDirectory() throws Exception {
    JsonObject json = console.json("backup --json b.zip").getAsJsonObject();
    assertEquals(
        console.session.currentDir().resolve("b.zip").toAbsolutePath().normalize().toString(),
        json.get("file").getAsString());
  }

  @Test
  public void anInterruptSaysThatThereIsNone() {
    String reason = console.fail("backup /mnt/interrupted.zip");
    assertTrue(
        reason,
        reason.contains("interrupted: no backup was written, there is no /mnt/interrupted.zip"));
  }

  @Test
  public void onlyAnAdminWritesOne() {
    console.session.put(Commands.CALLER, Caller.token("k3Jd9sLq0ZxP"));
    assertTrue(console.fail("backup /mnt/b.zip").contains("may not"));
    assertEquals(List.of(), console.container.reasons);
  }

  /** An admin's token at the access socket names no file that the container's user then writes. */
  @Test
  public void anotherUserThanTheContainersNamesNoFile() {
    console.session.put(DeployCommands.FILES, false);
    String refused = console.fail("backup /mnt/b.zip");
    assertTrue(refused, refused.contains("cannot name files"));
    assertEquals(List.of(), console.container.reasons);
  }

  @Test
  public void whatMakesNoSenseIsRefused() {
    assertTrue(console.fail("backup").contains("<file> is missing"));
    assertTrue(console.fail("backup a b").contains("one <file> is expected"));
    console.backups.backups = null;
    String missing = console.fail("backup /mnt/b.zip");
    assertTrue(missing, missing.contains("the backup service is not there"));
  }
}
