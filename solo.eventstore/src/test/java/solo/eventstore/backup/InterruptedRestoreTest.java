package solo.eventstore.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.Test;
import solo.core.disk.Disk;

/** A restore that is asked to stop at every moment: before each of its accesses of the disk. */
public class InterruptedRestoreTest extends BackupFixture {
  private static final int EVENTS = 20;

  @Test
  public void itIsInterruptedAndNothingIsThereOrItIsRestoredAndSaysSo() throws Exception {
    backUp();
    int interrupted = 0;
    int restored = 0;
    for (int at = 0; ; at++) {
      SignallingDisk disk = new SignallingDisk(at);
      int status = run(at, OptionalLong.of(EVENTS - 1), disk);
      if (status == Restore.INTERRUPTED) {
        assertEquals("solo: interrupted; nothing was restored\n", said());
        assertFalse(Files.exists(data(at)));
        interrupted++;
      } else {
        assertEquals(said(), 0, status);
        assertTrue(said(), said().startsWith("restored     " + data(at)));
        assertEquals(EVENTS, events(data(at)).size());
        assertTrue(Files.exists(state(at).resolve("head")));
        restored++;
      }
      if (!disk.hasSignalled()) {
        break;
      }
    }
    assertTrue("interrupted " + interrupted, interrupted > 50);
    assertTrue("restored though it was asked to stop, since it was too late", restored > 1);
  }

  @Test
  public void whatFailsOnceItWasAskedToStopIsNoFaultOfTheBackup() throws Exception {
    backUp();
    int interrupted = 0;
    for (int at = 0; ; at++) {
      SignallingDisk disk = new SignallingDisk(at).failsThen();
      int status = run(at, OptionalLong.empty(), disk);
      if (Files.exists(data(at))) {
        assertTrue(said(), said().startsWith("restored     "));
      } else {
        assertEquals(said(), Restore.INTERRUPTED, status);
        assertEquals("solo: interrupted; nothing was restored\n", said());
        interrupted++;
      }
      if (!disk.hasSignalled()) {
        break;
      }
    }
    assertTrue("interrupted " + interrupted, interrupted > 50);
  }

  @Test
  public void eachWordOfProgressIsAMomentToStop() throws Exception {
    backUp();
    int[] told = {0};
    boolean[] asked = {true};
    for (int moment = 1; asked[0]; moment++) {
      int until = moment;
      told[0] = 0;
      asked[0] = false;
      Files.createDirectories(at("staging", moment));
      PrintStream out = printed();
      int status =
          Restore.run(
              request(moment, OptionalLong.empty()),
              Disk.real(),
              out,
              out,
              text -> asked[0] |= ++told[0] == until,
              new Stop(() -> asked[0]));
      assertEquals(said(), asked[0] ? Restore.INTERRUPTED : 0, status);
      assertEquals(asked[0], !Files.exists(data(moment)));
    }
    assertTrue(String.valueOf(told[0]), told[0] > 3);
  }

  /** Of no keys, which nobody here could read. */
  private void backUp() throws Exception {
    stored.remove("vault/keyring");
    append(EVENTS);
    backup();
  }

  private int run(int number, OptionalLong at, SignallingDisk disk) throws Exception {
    Files.createDirectories(at("staging", number));
    PrintStream out = printed();
    return Restore.run(
        request(number, at), disk, out, out, told -> {}, new Stop(disk::hasSignalled));
  }

  private PrintStream printed() {
    printed.reset();
    return new PrintStream(printed, true, StandardCharsets.UTF_8);
  }

  private RestoreRequest request(int number, OptionalLong at) {
    return new RestoreRequest(
        file(),
        at("staging", number),
        data(number),
        state(number),
        folder.getRoot().toPath(),
        at,
        "test");
  }

  private Path at(String name, int number) {
    return folder.getRoot().toPath().resolve(name + number);
  }

  private Path data(int number) {
    return at("restored", number);
  }

  private Path state(int number) {
    return at("state", number);
  }
}
