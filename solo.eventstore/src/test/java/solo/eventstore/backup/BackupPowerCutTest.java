package solo.eventstore.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static solo.eventstore.backup.BackupFixture.digest;
import static solo.eventstore.backup.BackupFixture.part;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.collect.CountedHolds;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.SimPath;
import solo.core.disk.Story;
import solo.core.event.Event;
import solo.core.event.EventStoreException;
import solo.eventstore.provider.JournalEventStore;
import solo.eventstore.provider.LiveJournal;
import solo.eventstore.provider.LoggedLines;
import solo.eventstore.provider.Stores;

/**
 * Backups of a log, on one disk with it that loses its power, or fails: whatever has a backup's
 * name is a whole one, and the log is as it was.
 */
public class BackupPowerCutTest {
  private static final long SEED = 20_260_121;

  /** Where a directory is asked for; its files are on the simulated disk. */
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void flt02_03_04_05_06_aBackupIsWholeOrNotThereAndTheLogIsUnharmed() throws Exception {
    new PowerCuts<>(new Life(), SEED)
        .crashes(80)
        .sampledFaults(1, 3)
        .controlled("no force", disk -> disk.forgetsForces = true)
        .controlled("told before the force", disk -> disk.forcesLate = true)
        .controlled("no force of the directory", disk -> disk.forgetsDirectories = true)
        .print();
  }

  /**
   * What was acknowledged.
   *
   * @param events how many
   * @param backups the SHA-256 of each by its number
   * @param tried the number of the last one that was begun
   */
  private record Acked(long events, Map<Integer, String> backups, int tried) {}

  private final class Life implements Story<Acked> {
    @Override
    public String name() {
      return "backup";
    }

    @Override
    public Acked nothing() {
      return new Acked(0, Map.of(), 0);
    }

    @Override
    public int count(Acked acked) {
      return (int) acked.events + acked.backups.size();
    }

    @Override
    public void live(SimDisk disk, Acked from, Random random, Consumer<Acked> acked)
        throws Exception {
      try (Opened opened = new Opened(disk)) {
        Acked now = from;
        for (int i = 0; i < 2; i++) {
          for (int events = 1 + random.nextInt(2); events > 0 && opened.append(); events--) {
            now = new Acked(opened.store.lastId(), now.backups, now.tried);
            acked.accept(now);
          }
          if (opened.store.lastId() == 0) {
            return;
          }
          int number = now.tried + 1;
          now = new Acked(now.events, now.backups, number);
          acked.accept(now);
          try {
            Map<Integer, String> more = new TreeMap<>(now.backups);
            more.put(number, opened.backup(number));
            now = new Acked(opened.store.lastId(), more, number);
            acked.accept(now);
          } catch (IOException refused) {
            assertTrue("an answer", !String.valueOf(refused.getMessage()).isBlank());
          }
        }
      } catch (EventStoreException doesNotOpen) {
        throw new IOException(doesNotOpen);
      }
    }

    @Override
    public void recover(SimDisk disk, Acked acked, Consumer<Acked> shown) throws Exception {
      try (Opened opened = new Opened(disk)) {
        List<Event> events = BackupFixture.events(opened.store);
        assertTrue("events " + acked + events.size(), events.size() >= acked.events);
        for (int i = 0; i < events.size(); i++) {
          assertEquals("without a gap", i + 1, events.get(i).id());
        }
        for (int number = 1; number <= acked.tried; number++) {
          assertWhole(disk, number, acked.backups.get(number), events);
        }
        shown.accept(new Acked(events.size(), acked.backups, acked.tried));
        assertTrue(opened.append());
        Map<Integer, String> more = new TreeMap<>(acked.backups);
        int number = acked.tried + 1;
        more.put(number, opened.backup(number));
        Acked then = new Acked(opened.store.lastId(), more, number);
        assertWhole(disk, number, more.get(number), BackupFixture.events(opened.store));
        shown.accept(then);
        assertEquals("it stops", List.of(), opened.fatal);
      }
    }

    /** A backup is there and whole where it was acknowledged, else it may be. */
    private void assertWhole(SimDisk disk, int number, String sha256, List<Event> events)
        throws Exception {
      Path name = file(number);
      assertTrue("backup " + number + " is gone", sha256 == null || disk.exists(name));
      if (disk.exists(name)) {
        Path copy = folder.getRoot().toPath().resolve("copy.zip");
        Files.write(copy, disk.bytes(name));
        try (BackupFile opened = BackupFile.open(copy, told -> {})) {
          assertTrue(sha256 == null || sha256.equals(opened.sha256()));
          Manifest manifest = opened.manifest();
          assertTrue(manifest.lastId() <= events.size());
          for (Manifest.Stored one : manifest.files()) {
            opened.read(one, (from, length) -> {});
          }
        }
      }
    }
  }

  private Path file(int number) {
    return folder.getRoot().toPath().resolve("backup-" + number + ".zip");
  }

  /** A process with its log. */
  private final class Opened implements AutoCloseable {
    private final List<String> fatal = new ArrayList<>();
    private final JournalEventStore store;
    private final ZippedBackups backups;

    Opened(SimDisk disk) throws IOException {
      store =
          Stores.open(
              SimPath.ROOT.resolve("events"), disk, (code, reason) -> fatal.add(code + reason));
      Path data = folder.getRoot().toPath().resolve("data");
      Files.createDirectories(data);
      backups =
          new ZippedBackups(
              new ZippedBackups.Setup(
                  store,
                  new LiveJournal(store),
                  new CountedHolds(),
                  data,
                  disk,
                  file -> {},
                  "9.9.9",
                  LoggedLines.into(new ArrayList<>())));
      String bundle = "a bundle";
      backups.parts =
          List.of(
              part("artifacts", sink -> sink.add("artifacts/" + digest(bundle), bytes(bundle))),
              part("keyring", sink -> sink.add("vault/keyring", bytes("wrapped keys"))));
    }

    private static ByteArrayInputStream bytes(String text) {
      return new ByteArrayInputStream(BackupFixture.bytes(text));
    }

    /** Whether it was acknowledged. */
    boolean append() throws InterruptedException {
      try {
        store.append(BackupFixture.killed((int) store.lastId())).getValue();
        return true;
      } catch (InvocationTargetException refused) {
        return false;
      }
    }

    /** The SHA-256 of the file. */
    String backup(int number) throws IOException, InterruptedException {
      return backups.writeAllowed(file(number), BackupFixture.OWNER, "", told -> {}).sha256();
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
