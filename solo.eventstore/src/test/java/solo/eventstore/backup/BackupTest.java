package solo.eventstore.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.Test;
import solo.core.backup.BackupPart;
import solo.core.backup.Backups;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.disk.DiskFullException;
import solo.core.disk.ForwardingDisk;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;

/** Backups of a store that goes on. */
public class BackupTest extends BackupFixture {

  @Test
  public void aBackupIsToldByAnEventAndRestoresToTheSameEvents() throws Exception {
    append(3_000);
    List<Event> before = events(store);
    Backups.Backup backup = backup();
    append(10);

    Payload.BackupCreated told =
        (Payload.BackupCreated) store.event(backup.eventId()).orElseThrow().payload();
    assertEquals(3_000, told.atId());
    assertEquals(backup.sha256(), told.sha256());
    assertEquals(
        backup.sha256(),
        HexFormat.of().formatHex(Seal.sha256().digest(Files.readAllBytes(file()))));
    assertEquals(1, backup.artifacts());

    assertEquals(said(), 0, restore(file()));
    List<Event> after = events(restored());
    assertEquals(before, after.subList(0, before.size()));
    Payload.BackupRestored restored = (Payload.BackupRestored) after.get(3_000).payload();
    assertEquals(backup.link(), restored.link());
    assertEquals(3_001, after.size());
    assertEquals(
        "a bundle", Files.readString(restored().resolve("artifacts").resolve(digest("a bundle"))));
    assertEquals("wrapped keys", Files.readString(restored().resolve("vault/keyring")));
  }

  @Test
  public void itIsItsOwnersAlone() throws Exception {
    append(1);
    backup();
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
  }

  @Test
  public void whatIsAppendedMeanwhileIsNotInItAndAllBeforeIs() throws Exception {
    append(500);
    AtomicBoolean over = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; !over.get(); i++) {
                await(killed(i));
              }
            });
    writer.start();
    try {
      for (int i = 0; i < 3; i++) {
        long atLeast = store.lastId();
        Path file = folder.getRoot().toPath().resolve("running" + i + ".zip");
        Backups.Backup backup = backups(Disk.real()).writeAllowed(file, OWNER, "", told -> {});
        assertTrue(backup.atId() >= atLeast);
        try (BackupFile opened = BackupFile.open(file, told -> {})) {
          assertEquals(backup.atId(), opened.manifest().lastId());
        }
        assertEquals(said(), 0, restore(file));
        assertTrue(said(), said().contains("event " + backup.atId() + " of"));
        Files.move(restored(), folder.getRoot().toPath().resolve("was" + i));
      }
    } finally {
      over.set(true);
      writer.join();
    }
  }

  @Test
  public void withoutWhatKnowsTheKeysOrTheBundlesThereIsNoBackup() throws Exception {
    append(3);
    for (String gone : List.of("keyring", "artifacts")) {
      ZippedBackups backups = backups(Disk.real());
      backups.parts = backups.parts.stream().filter(part -> !part.name().equals(gone)).toList();
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class,
              () -> backups.writeAllowed(file(), OWNER, "", told -> {}));
      assertTrue(refused.getMessage(), refused.getMessage().contains(gone));
      assertFalse(Files.exists(file()));
    }
    assertEquals(3, store.lastId());
  }

  @Test
  public void aFileThatIsThereIsNotReplaced() throws Exception {
    append(1);
    Files.writeString(file(), "precious");
    assertThrows(FileAlreadyExistsException.class, this::backup);
    assertEquals("precious", Files.readString(file()));
    nothingIsLeftBut("backup.zip", "data");
  }

  @Test
  public void aFileThatComesAtTheLastMomentIsNotReplaced() throws Exception {
    append(1);
    Disk disk =
        new ForwardingDisk(Disk.real()) {
          @Override
          public void renameNew(Path from, Path to) throws IOException {
            Files.writeString(to, "precious");
            super.renameNew(from, to);
          }
        };
    FileAlreadyExistsException refused =
        assertThrows(
            FileAlreadyExistsException.class,
            () -> backups(disk).writeAllowed(file(), OWNER, "", told -> {}));
    assertTrue(refused.getMessage(), refused.getMessage().contains("give another name"));
    assertEquals("precious", Files.readString(file()));
    nothingIsLeftBut("backup.zip", "data");
    assertEquals(1, store.lastId());
  }

  @Test
  public void aNameThatCannotBeForcedIsTakenBack() throws Exception {
    append(1);
    Disk disk =
        new ForwardingDisk(Disk.real()) {
          @Override
          public void forceDirectory(Path directory) throws IOException {
            throw new IOException("simulated EIO");
          }
        };
    assertThrows(
        IOException.class, () -> backups(disk).writeAllowed(file(), OWNER, "", told -> {}));
    nothingIsLeftBut("data");
    assertEquals(1, store.lastId());
  }

  @Test
  public void aPlaceInTheDataDirectoryOrNoneIsRefused() throws Exception {
    append(1);
    Files.createSymbolicLink(folder.getRoot().toPath().resolve("link"), data());
    for (String place : List.of("data/b.zip", "link/b.zip", "none/b.zip", "data/../data/b.zip")) {
      Path file = folder.getRoot().toPath().resolve(place);
      assertThrows(
          place,
          IllegalArgumentException.class,
          () -> backups(Disk.real()).writeAllowed(file, OWNER, "", told -> {}));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> backups(Disk.real()).writeAllowed(Path.of("b.zip"), OWNER, "", told -> {}));
    assertEquals(1, store.lastId());
  }

  @Test
  public void whereverTheDiskFillsUpNothingIsLeftAndNoEventSaysOtherwise() throws Exception {
    append(200);
    byte[] large = new byte[500_000];
    new Random(1).nextBytes(large);
    stored.put("artifacts/" + "0".repeat(64), large);
    for (int after = 0; ; after++) {
      FillingDisk disk = new FillingDisk(after);
      try {
        backups(disk).writeAllowed(file(), OWNER, "", told -> {});
        assertTrue("the disk was never full", after > 3);
        assertEquals(201, store.lastId());
        return;
      } catch (DiskFullException e) {
        nothingIsLeftBut("data");
        assertEquals(200, store.lastId());
        assertTrue(holds.held().isEmpty());
      }
    }
  }

  @Test
  public void bytesThatAreReadBackOtherwiseAreNoBackup() throws Exception {
    append(1);
    Disk lying =
        new ForwardingDisk(Disk.real()) {
          @Override
          public DiskFile create(Path file) throws IOException {
            return new ForwardingFile(super.create(file)) {
              @Override
              public int read(long position, byte[] into, int offset, int length)
                  throws IOException {
                int count = super.read(position, into, offset, length);
                into[offset] ^= 1;
                return count;
              }
            };
          }
        };
    assertThrows(
        IOException.class, () -> backups(lying).writeAllowed(file(), OWNER, "", told -> {}));
    nothingIsLeftBut("data");
  }

  @Test
  public void anInterruptLeavesNothingAndHarmsNothing() throws Exception {
    append(100);
    BackupPart interrupting = part("last", sink -> Thread.currentThread().interrupt());
    assertThrows(
        InterruptedException.class,
        () -> backups(Disk.real(), interrupting).writeAllowed(file(), OWNER, "", told -> {}));
    assertThrows(
        CancellationException.class,
        () ->
            backups(Disk.real())
                .writeAllowed(
                    file(),
                    OWNER,
                    "",
                    told -> {
                      throw new CancellationException();
                    }));
    nothingIsLeftBut("data");
    backup();
    assertEquals(101, store.lastId());
  }

  @Test
  public void oneAtATimeAndFilesAreHeldMeanwhile() throws Exception {
    append(1);
    AtomicInteger asked = new AtomicInteger();
    ZippedBackups[] same = new ZippedBackups[1];
    BackupPart again =
        part(
            "again",
            sink -> {
              assertFalse(mayRemove());
              Path other = folder.getRoot().toPath().resolve("other.zip");
              assertThrows(
                  IllegalStateException.class,
                  () -> same[0].writeAllowed(other, OWNER, "", told -> {}));
              asked.incrementAndGet();
            });
    same[0] = backups(Disk.real(), again);
    same[0].writeAllowed(file(), OWNER, "", told -> {});
    assertEquals(1, asked.get());
    assertTrue(mayRemove());
  }

  private boolean mayRemove() {
    try {
      return holds.tryRemove("retention", Duration.ZERO).isPresent();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  public void whereKeysAreShreddedMeanwhileItBeginsAnew() throws Exception {
    append(5);
    AtomicInteger rounds = new AtomicInteger();
    BackupPart shredding =
        part(
            "shredding",
            sink -> {
              if (rounds.getAndIncrement() == 0) {
                await(
                    new EventDraft("t", "", "owner:test", "", 0, new Payload.VaultShredded(1, 1)));
              }
            });
    Backups.Backup backup =
        backups(Disk.real(), shredding).writeAllowed(file(), OWNER, "", told -> {});
    assertEquals(2, rounds.get());
    assertEquals(6, backup.atId());
    nothingIsLeftBut("data", "backup.zip");
  }

  @Test
  public void whatAKilledBackupLeftIsTold() throws Exception {
    append(1);
    Path left = folder.getRoot().toPath().resolve("old.zip.0123abcd.solo-backup.part");
    Files.writeString(left, "half");
    assertEquals(List.of(left), backup().leftovers());
    assertTrue(log.toString(), log.toString().contains("old.zip.0123abcd.solo-backup.part"));
  }

  @Test
  public void aPlaceThatCannotBeWrittenIsSaidWithWhy() throws Exception {
    append(1);
    Path file = Path.of("/proc/b.zip");
    String why =
        assertThrows(
                IOException.class,
                () -> backups(Disk.real()).writeAllowed(file, OWNER, "", told -> {}))
            .getMessage();
    assertTrue(why, why.startsWith("/proc/b.zip cannot be written: "));
    Path directory = folder.newFolder("there").toPath();
    why =
        assertThrows(
                IOException.class,
                () -> backups(Disk.real()).writeAllowed(directory, OWNER, "", told -> {}))
            .getMessage();
    assertTrue(why, why.contains("this is a directory"));
  }

  @Test
  public void whoMayNotGetsNone() throws Exception {
    append(1);
    assertThrows(
        IllegalStateException.class,
        () -> backups(Disk.real()).write(file(), OWNER, "", told -> {}));
    assertFalse(Files.exists(file()));
  }

  private void await(EventDraft draft) {
    try {
      store.append(draft).getValue();
    } catch (ReflectiveOperationException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void nothingIsLeftBut(String... names) throws IOException {
    try (Stream<Path> left = Files.list(folder.getRoot().toPath())) {
      assertEquals(
          Stream.of(names).sorted().toList(),
          left.map(path -> path.getFileName().toString()).sorted().toList());
    }
  }

  /** Has room for so many writes. */
  private static final class FillingDisk extends ForwardingDisk {
    private int left;

    private FillingDisk(int writes) {
      super(Disk.real());
      left = writes;
    }

    @Override
    public DiskFile create(Path file) throws IOException {
      return new ForwardingFile(super.create(file)) {
        @Override
        public void write(long position, byte[] from, int offset, int length) throws IOException {
          if (left-- == 0) {
            super.write(position, from, offset, length / 2);
            throw new DiskFullException("the test's disk is full", null);
          }
          super.write(position, from, offset, length);
        }
      };
    }
  }
}
