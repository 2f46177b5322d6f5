package solo.eventstore.backup;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.Test;
import solo.core.disk.Disk;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.Story;
import solo.core.event.Event;
import solo.eventstore.head.OfflineHead;
import solo.eventstore.provider.Stores;

/**
 * Restores of a backup on a disk that loses its power, or fails: a data directory is whole, or not
 * there, and then it can be restored again.
 */
public class RestorePowerCutTest extends BackupFixture {
  private static final int EVENTS = 5;

  private Path root;
  private List<Event> backedUp;

  @Before
  @Override
  public void open() throws IOException {
    Files.createDirectories(data());
    store = Stores.open(data().resolve("events"), Clock.systemUTC(), 16 << 10);
    stored.put("artifacts/" + digest("a bundle"), bytes("a bundle"));
    stored.put("vault/keyring", bytes("wrapped keys"));
  }

  @Before
  public void backUp() throws Exception {
    append(EVENTS);
    backedUp = events(store);
    backup();
    root = folder.getRoot().toPath().resolve("sim");
  }

  @Test
  public void flt02_03_04_05_06_aDataDirectoryIsWholeOrNotThereAndIsRestoredAgain()
      throws Exception {
    new PowerCuts<>(new Life(), 20_260_122)
        .crashes(20)
        .sampledFaults(1, 4)
        .controlled("no force", disk -> disk.forgetsForces = true)
        .controlled("told before the force", disk -> disk.forcesLate = true)
        .controlled("no force of the directory", disk -> disk.forgetsDirectories = true)
        .print();
  }

  /**
   * A staging directory that has the data directory's name.
   *
   * @param boot of the kernel when it got it
   * @param durable whether that outlives a power loss; else it may
   * @param headed whether the restore ended, with a head
   */
  private record Named(int boot, boolean durable, boolean headed) {}

  /** How many restores were begun, and what became of them by their numbers. */
  private record Acked(int tried, Map<Integer, Named> named) {
    Acked with(int number, Named one) {
      Map<Integer, Named> more = new TreeMap<>(named);
      more.put(number, one);
      return new Acked(tried, more);
    }
  }

  private Path staging(int number) {
    return root.resolve("staging" + number);
  }

  private Path data(int number) {
    return root.resolve("data" + number);
  }

  private RestoreRequest request(int number) {
    return new RestoreRequest(
        file(),
        staging(number),
        data(number),
        root.resolve("state"),
        root.resolve("deploy"),
        OptionalLong.empty(),
        "test");
  }

  private final class Life implements Story<Acked> {
    @Override
    public String name() {
      return "restore";
    }

    @Override
    public Acked nothing() {
      return new Acked(0, Map.of());
    }

    @Override
    public int count(Acked acked) {
      return (int) acked.named.values().stream().filter(Named::durable).count();
    }

    @Override
    public void live(SimDisk disk, Acked from, Random random, Consumer<Acked> acked)
        throws Exception {
      show(disk, from, false);
      try {
        restore(disk, from, acked);
      } catch (RefusedException refused) {
        throw new IOException(refused);
      }
    }

    /** One more restore; what it is by now is told. */
    private void restore(SimDisk disk, Acked from, Consumer<Acked> acked)
        throws IOException, RefusedException {
      int number = from.tried + 1;
      Acked[] now = {new Acked(number, from.named)};
      acked.accept(now[0]);
      Consumer<Named> tell =
          named -> {
            now[0] = now[0].with(number, named);
            acked.accept(now[0]);
          };
      Files.createDirectories(staging(number));
      TwinDisk twin =
          new TwinDisk(
              disk,
              directory -> onRename(directory, number, () -> tell.accept(named(disk, false))),
              directory -> onRename(directory, number, () -> tell.accept(named(disk, true))));
      Restore.Restored restored = new Restore(request(number), twin, told -> {}).run();
      Named one = now[0].named.get(number);
      tell.accept(new Named(one.boot, one.durable, restored.headTrouble().isEmpty()));
    }

    private static Named named(SimDisk disk, boolean durable) {
      return new Named(disk.boot(), durable, false);
    }

    private void onRename(Path directory, int number, Runnable told) {
      if (directory.equals(root) && Files.exists(data(number))) {
        told.run();
      }
    }

    @Override
    public void recover(SimDisk disk, Acked acked, Consumer<Acked> shown) throws Exception {
      boolean open = acked.named.values().stream().anyMatch(one -> isOpen(one, disk.boot()));
      for (boolean kept : open ? new boolean[] {true, false} : new boolean[] {true}) {
        show(disk, acked, kept);
        for (int number = 1; number <= acked.tried; number++) {
          assertWholeOrNotThere(number, acked.named.get(number), disk.boot(), kept);
        }
        if (acked.named.values().stream().anyMatch(Named::headed)) {
          assertHead();
        }
      }
      restore(disk, acked, shown);
      assertWhole(data(acked.tried + 1));
      assertHead();
    }

    private void assertHead() {
      assertEquals(EVENTS + 1, OfflineHead.knownId(root.resolve("state"), Disk.real()));
    }

    private void assertWholeOrNotThere(int number, Named named, int boot, boolean kept)
        throws IOException {
      if (isThere(named, boot, kept)) {
        assertWhole(data(number));
      } else {
        assertFalse(Files.exists(data(number)));
      }
    }

    private static boolean isThere(Named named, int boot, boolean kept) {
      return named != null && (!isOpen(named, boot) || kept);
    }

    /** Whether it may be there, and may not. */
    private static boolean isOpen(Named named, int boot) {
      return !named.durable && named.boot != boot;
    }

    /** What the next process sees; a name that is not durable yet is kept after a power loss. */
    private void show(SimDisk disk, Acked acked, boolean kept) throws IOException {
      TwinDisk.copy(disk, root);
      for (Map.Entry<Integer, Named> one : acked.named.entrySet()) {
        if (isThere(one.getValue(), disk.boot(), kept)) {
          Files.createDirectories(staging(one.getKey()));
          Files.move(staging(one.getKey()), data(one.getKey()));
        }
      }
    }

    private void assertWhole(Path data) throws IOException {
      List<Event> found = events(data);
      assertEquals(backedUp, found.subList(0, Math.min(EVENTS, found.size())));
      assertEquals(EVENTS + 1, found.size());
      assertEquals("backup_restored", found.get(EVENTS).payload().type());
      for (Map.Entry<String, byte[]> one : stored.entrySet()) {
        assertArrayEquals(one.getValue(), Files.readAllBytes(data.resolve(one.getKey())));
      }
      assertTrue(Files.exists(data.resolve("directory.properties")));
    }
  }
}
