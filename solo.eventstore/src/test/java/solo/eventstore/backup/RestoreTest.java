package solo.eventstore.backup;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import solo.core.disk.Disk;
import solo.core.disk.DiskFile;
import solo.core.disk.DiskFullException;
import solo.core.disk.ForwardingDisk;
import solo.core.disk.SimDisk;
import solo.core.event.Event;
import solo.eventstore.head.RestoredHead;
import solo.eventstore.provider.Stores;

/** What is restored, and what is refused. */
public class RestoreTest extends BackupFixture {
  private static final int DAMAGED = 65;

  @Test
  public void restoredToAnEarlierEventItEndsThere() throws Exception {
    append(2_500);
    List<Event> all = events(store);
    backup();
    for (int at : List.of(1, 1_999, 2_500)) {
      assertEquals(said(), 0, restore(file(), String.valueOf(at)));
      List<Event> there = events(restored());
      assertEquals(all.subList(0, at), there.subList(0, at));
      assertEquals(at + 1, there.size());
      assertEquals("backup_restored", there.get(at).payload().type());
      delete(restored());
    }
  }

  /** Whether the machine's clock is right is not for a restore to say: tokens expire by it. */
  @Test
  public void aLogThatIsLongAgoGoesOnFromItsOwnTime() throws Exception {
    Instant longAgo = Instant.now().minus(Duration.ofDays(400)).truncatedTo(ChronoUnit.MILLIS);
    store.close();
    delete(data());
    store = Stores.open(data().resolve("events"), Clock.fixed(longAgo, ZoneOffset.UTC));
    append(3);
    backup();
    assertEquals(said(), 0, restore(file()));
    Instant told = events(restored()).get(3).time();
    assertTrue(told.toString(), told.isBefore(longAgo.plus(Duration.ofDays(1))));
  }

  @Test
  public void whatIsInPlaceIsNotSaidToBeMissing() throws Exception {
    append(3);
    backup();
    Path staging = folder.newFolder("beside").toPath();
    Path state = folder.getRoot().toPath().resolve("state");
    RestoreRequest request =
        new RestoreRequest(
            file(), staging, restored(), state, staging, java.util.OptionalLong.empty(), "test");
    Disk unwell =
        new ForwardingDisk(Disk.real()) {
          @Override
          public void forceDirectory(Path directory) throws IOException {
            if (directory.equals(restored().getParent())) {
              throw new IOException("the test's disk cannot force");
            }
            super.forceDirectory(directory);
          }
        };
    Restore.Restored restored = new Restore(request, unwell, told -> {}).run();
    assertTrue(restored.headTrouble(), restored.headTrouble().contains("cannot force"));
    assertEquals(4, events(restored()).size());
    assertEquals(2, Restore.status(restored));
  }

  @Test
  public void aPointThatIsNotInItIsRefusedWithWhatIsPossible() throws Exception {
    append(10);
    backup();
    assertEquals(64, restore(file(), "11"));
    assertTrue(said(), said().contains("it has 1 to 10"));
    assertFalse(Files.exists(restored()));
  }

  @Test
  public void theHeadIsSetAndTheFormerOneIsKept() throws Exception {
    append(10);
    backup();
    Path state = folder.newFolder("state").toPath();
    Files.writeString(state.resolve("head"), "another log");
    assertEquals(said(), 0, restore(file()));
    assertEquals("another log", Files.readString(state.resolve(RestoredHead.BEFORE)));
    assertTrue(Files.readString(state.resolve("head")).contains("id 11\n"));
  }

  @Test
  public void everyFlippedByteIsRefused() throws Exception {
    append(3);
    backup();
    byte[] whole = Files.readAllBytes(file());
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1 << at % 8;
      assertFalse("byte " + at, isSealed(flipped));
      if (at % 97 == 0) {
        assertRefused("byte " + at, flipped);
      }
    }
  }

  @Test
  public void everyCutIsRefused() throws Exception {
    append(3);
    backup();
    byte[] whole = Files.readAllBytes(file());
    for (int length = 0; length < whole.length; length++) {
      assertFalse("cut at " + length, isSealed(Arrays.copyOf(whole, length)));
      if (length % 97 == 0) {
        assertRefused("cut at " + length, Arrays.copyOf(whole, length));
      }
    }
    assertRefused("one byte more", Arrays.copyOf(whole, whole.length + 1));
  }

  private boolean isSealed(byte[] bytes) throws IOException {
    SimDisk memory = new SimDisk();
    memory.put(other(), bytes);
    try (DiskFile file = memory.openForReading(other())) {
      return Seal.of(file, read -> {}).right();
    }
  }

  private void assertRefused(String what, byte[] bytes) throws IOException {
    Path other = folder.getRoot().toPath().resolve("other.zip");
    Files.write(other, bytes);
    try (BackupFile opened = BackupFile.open(other, told -> {})) {
      throw new AssertionError(what + " was taken: " + opened.manifest());
    } catch (RefusedException e) {
      assertEquals(what, DAMAGED, e.code().status());
    }
  }

  @Test
  public void namesThatLeadElsewhereAreRefused() throws Exception {
    append(3);
    backup();
    for (String name :
        List.of(
            "../outside.log",
            "events/../../outside.log",
            "/tmp/outside.log",
            "events/",
            "events\\00000000000000000001.log",
            "artifacts/ABC",
            "vault/vault.mv",
            "lock",
            "format")) {
      Tampered tampered = Tampered.copyOf(file());
      String segment = tampered.firstSegment();
      assertRefused(tampered.rename(segment, name.replace("\\", "\\\\")));
      assertRefused(Tampered.copyOf(file()).add(name, new byte[0]));
    }
    assertFalse(Files.exists(folder.getRoot().toPath().resolve("outside.log")));
  }

  @Test
  public void aManifestThatLiesIsRefused() throws Exception {
    append(3);
    backup();
    String segment = Tampered.copyOf(file()).firstSegment();
    assertRefused(tampered().manifest(text -> text.replace("\"lastId\":3", "\"lastId\":2")));
    assertRefused(tampered().manifest(text -> text.replace("\"link\":\"", "\"link\":\"0")));
    assertRefused(tampered().manifest(text -> text.replaceFirst("\"bytes\":\\d", "\"bytes\":9")));
    assertRefused(tampered().manifest(text -> text.replaceFirst("\"bytes\":", "\"bytes\":-")));
    assertRefused(tampered().manifest(text -> text.replace("\"files\":[{", "\"files\":[{},{")));
    assertRefused(tampered().manifest(text -> "{}"));
    assertRefused(tampered().manifest(text -> ""));
    assertRefused(tampered().remove(segment));
    assertRefused(tampered().remove(Names.MANIFEST));
    assertRefused(tampered().add("artifacts/" + digest("x"), bytes("x")));
    assertRefused(tampered().change(segment, bytes -> Arrays.copyOf(bytes, bytes.length + 1)));
    assertRefused(tampered().change(segment, bytes -> Arrays.copyOf(bytes, bytes.length - 1)));
    assertRefused(tampered().change("vault/keyring", bytes -> bytes("other keys  ")));
  }

  @Test
  public void aLogThatSomebodyRewroteWithRightDigestsIsRefused() throws Exception {
    append(3);
    backup();
    String segment = Tampered.copyOf(file()).firstSegment();
    byte[][] both = new byte[2][];
    Tampered tampered =
        tampered()
            .change(
                segment,
                bytes -> {
                  both[0] = bytes;
                  both[1] = bytes.clone();
                  both[1][4096 + 100] ^= 1;
                  return both[1];
                })
            .manifest(text -> text.replace(hex(both[0]), hex(both[1])));
    assertRefused(tampered);
    assertTrue(said(), said().contains("the log"));
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(Seal.sha256().digest(bytes));
  }

  @Test
  public void aNewerFormatIsRefusedAsNewer() throws Exception {
    append(3);
    backup();
    Tampered newer =
        tampered()
            .manifest(text -> text.replace("\"soloBackup\":1", "\"soloBackup\":2,\"more\":[{}]"));
    assertEquals(78, restore(newer.write(other())));
    assertTrue(said(), said().contains("newer Solo"));
  }

  @Test
  public void moreThanTheDiskHasRoomForIsRefusedBeforeAnythingIsWritten() throws Exception {
    append(3);
    backup();
    String keyring = "\"name\":\"vault/keyring\",\"bytes\":";
    Tampered bomb = tampered().manifest(text -> text.replace(keyring, keyring + "1000000000000"));
    assertEquals(74, restore(bomb.write(other())));
    assertTrue(said(), said().contains("are needed"));
  }

  @Test
  public void whatIsNoBackupIsSaid() throws Exception {
    append(1);
    Files.writeString(file(), "hello");
    assertEquals(DAMAGED, restore(file()));
    assertEquals(64, restore(other().resolveSibling("none.zip")));
    assertTrue(said(), said().contains("there is no file"));
  }

  @Test
  public void whereverTheDiskFillsUpThereIsNoDataDirectory() throws Exception {
    append(20);
    backup();
    for (int after = 0; ; after++) {
      int room = after;
      Path staging = folder.getRoot().toPath().resolve("full" + after);
      Files.createDirectories(staging);
      RestoreRequest request =
          new RestoreRequest(
              file(),
              staging,
              restored(),
              folder.getRoot().toPath().resolve("state"),
              staging,
              java.util.OptionalLong.empty(),
              "test");
      try {
        new Restore(request, new FillingDisk(room), told -> {}).run();
        assertTrue(after > 3);
        assertEquals(21, events(restored()).size());
        return;
      } catch (IOException e) {
        assertFalse("room for " + room, Files.exists(restored()));
      }
    }
  }

  @Test
  public void aDirectoryThatFilledMeanwhileIsLeftAlone() throws Exception {
    append(1);
    backup();
    Files.createDirectories(restored());
    Files.writeString(restored().resolve("theirs"), "precious");
    assertEquals(78, restore(file()));
    assertEquals("precious", Files.readString(restored().resolve("theirs")));
  }

  @Test
  public void aRestoredLogGoesOnAndIsBackedUpAgain() throws Exception {
    append(10);
    backup();
    assertEquals(said(), 0, restore(file(), "7"));
    store.close();
    store = Stores.open(restored().resolve("events"), Clock.systemUTC());
    append(5);
    Path again = other();
    long last = backups(Disk.real()).writeAllowed(again, OWNER, "", told -> {}).atId();
    byte[] first = Files.readAllBytes(file());
    Files.move(restored(), folder.getRoot().toPath().resolve("elsewhere"));
    assertEquals(said(), 0, restore(again));
    assertEquals(last + 1, events(restored()).size());
    assertArrayEquals(first, Files.readAllBytes(file()));
  }

  private Tampered tampered() throws IOException {
    return Tampered.copyOf(file());
  }

  private Path other() {
    return folder.getRoot().toPath().resolve("other.zip");
  }

  private void assertRefused(Tampered tampered) throws IOException {
    assertEquals(said(), DAMAGED, restore(tampered.write(other())));
    assertFalse(Files.exists(restored()));
    delete(folder.getRoot().toPath().resolve("staging"));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.sorted(Comparator.reverseOrder())
          .forEach(
              path -> {
                try {
                  Files.delete(path);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
  }

  /** Has room for so many writes in all. */
  private static final class FillingDisk extends ForwardingDisk {
    private int left;

    private FillingDisk(int writes) {
      super(Disk.real());
      left = writes;
    }

    private DiskFile filling(DiskFile file) {
      return new ForwardingFile(file) {
        @Override
        public void write(long position, byte[] from, int offset, int length) throws IOException {
          if (left-- <= 0) {
            throw new DiskFullException("the test's disk is full", null);
          }
          super.write(position, from, offset, length);
        }
      };
    }

    @Override
    public DiskFile create(Path file) throws IOException {
      return filling(super.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
      return filling(super.open(file));
    }
  }
}
