package solo.eventstore.checkpoint;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.deploy.ServiceSpec;
import solo.core.disk.Disk;
import solo.core.event.EventStoreException;
import solo.core.recovery.CheckpointStore.Checkpoint;
import solo.core.recovery.ServiceRecord;
import solo.core.recovery.ServiceRecord.FileMark;
import solo.core.recovery.ServiceRecord.FileOutcome;
import solo.core.recovery.ServiceRecord.Intent;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.eventstore.codec.RandomRecords;
import solo.eventstore.codec.UndecodableException;
import solo.eventstore.provider.LoggedLines;
import solo.eventstore.provider.TestDisk;

public class CheckpointFilesTest {
  private static final UUID INSTANCE = new UUID(3, 4);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> log = new ArrayList<>();
  private final TestDisk disk = new TestDisk();
  private final Journaled history = new Journaled();
  private final CheckpointFiles files = new CheckpointFiles(history, LoggedLines.into(log));

  /** A journal of 1000 events. */
  private final class Journaled implements History {
    private UUID instance = INSTANCE;
    private long lastId = 1000;
    private long salt;
    private boolean unreadable;

    @Override
    public UUID instance() {
      return instance;
    }

    @Override
    public long lastId() {
      return lastId;
    }

    @Override
    public byte[] linkAt(long id) {
      if (unreadable) {
        throw new EventStoreException(EventStoreException.Cause.DAMAGED, "damaged", null);
      }
      return ByteBuffer.allocate(32).putLong(id).putLong(salt).array();
    }

    @Override
    public Path directory() {
      return folder.getRoot().toPath();
    }

    @Override
    public Disk disk() {
      return disk;
    }
  }

  @Test
  public void anyStateComesBackAsItWasGiven() throws IOException {
    for (int seed = 1; seed <= 200; seed++) {
      SystemState state = new RandomRecords(seed).state(seed, seed % 20);
      Checkpoint written = files.write(state);
      assertEquals("seed " + seed, Optional.of(written), files.latest());
      assertEquals(state, written.state());
      assertEquals(Files.size(file(seed)), written.bytes());
    }
    assertEquals(List.of(), log);
  }

  @Test
  public void anEmptyDirectoryHasNone() {
    assertEquals(Optional.empty(), files.latest());
  }

  @Test
  public void theTwoNewestAreKeptAndNothingElseIsTouched() throws IOException {
    Files.writeString(folder.getRoot().toPath().resolve("00000000000000000001.log"), "x");
    Files.writeString(file(9).resolveSibling(file(9).getFileName() + ".tmp"), "x");
    for (long id : new long[] {10, 20, 30, 30}) {
      files.write(state(id));
    }
    assertEquals(
        List.of(
            "00000000000000000001.log",
            "00000000000000000020.checkpoint",
            "00000000000000000030.checkpoint"),
        names());
  }

  @Test
  public void anyFlippedBitOrCutIsPassedOver() throws IOException {
    files.write(state(10));
    files.write(state(20));
    byte[] good = Files.readAllBytes(file(20));
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % 8);
      Files.write(file(20), bad);
      assertEquals("byte " + at, 10, files.latest().orElseThrow().state().id());
      Files.write(file(20), Arrays.copyOf(good, at));
      assertEquals("cut at " + at, 10, files.latest().orElseThrow().state().id());
    }
    assertTrue(log.get(0), log.get(0).startsWith("warn [Checkpoint {} is not used: {}"));
    Files.write(file(20), good);
    assertEquals(20, files.latest().orElseThrow().state().id());
  }

  @Test
  public void aBrokenOneDoesNotCountAsKept() throws IOException {
    files.write(state(10));
    files.write(state(20));
    Files.writeString(file(20), "broken");
    files.write(state(30));
    assertTrue("it is the only one beside the newest that is whole", Files.exists(file(10)));
    Files.writeString(file(30), "broken");
    assertEquals(10, files.latest().orElseThrow().state().id());
  }

  @Test
  public void anotherJournalsIsPassedOver() throws IOException {
    files.write(state(10));
    history.instance = new UUID(5, 6);
    assertEquals(Optional.empty(), files.latest());
  }

  @Test
  public void anotherHistorysIsPassedOver() throws IOException {
    files.write(state(10));
    history.salt = 1;
    assertEquals(Optional.empty(), files.latest());
  }

  @Test
  public void oneThatTheJournalDoesNotReachIsPassedOver() throws IOException {
    files.write(state(10));
    files.write(state(20));
    history.lastId = 19;
    assertEquals(10, files.latest().orElseThrow().state().id());
    history.lastId = 9;
    assertEquals(Optional.empty(), files.latest());
  }

  @Test
  public void oneWhoseLinkCannotBeCheckedIsPassedOver() throws IOException {
    files.write(state(10));
    history.unreadable = true;
    assertEquals(Optional.empty(), files.latest());
  }

  @Test
  public void oneWithAnotherNameIsPassedOver() throws IOException {
    files.write(state(10));
    Files.copy(file(10), file(11));
    assertEquals(10, files.latest().orElseThrow().state().id());
  }

  @Test
  public void anEventThatIsNotThereHasNoCheckpoint() {
    assertThrows(IllegalArgumentException.class, () -> files.write(state(1001)));
    assertThrows(IllegalArgumentException.class, () -> files.write(SystemState.EMPTY));
  }

  @Test
  public void aFailedWriteLeavesTheOlderOnes() throws IOException {
    files.write(state(10));
    disk.fail(true);
    assertThrows(IOException.class, () -> files.write(state(20)));
    disk.fail(false);
    assertEquals(10, files.latest().orElseThrow().state().id());
    assertFalse(Files.exists(file(20)));
  }

  @Test
  public void whatIsReadBackDifferentlyDropsNothing() throws IOException {
    files.write(state(10));
    files.write(state(20));
    disk.corruptReads(true);
    assertThrows(IOException.class, () -> files.write(state(30)));
    disk.corruptReads(false);
    assertTrue(Files.exists(file(10)) && Files.exists(file(20)));
  }

  /** {@code checkpoint-1.bin} was written by the version that made format 1. */
  @Test
  public void aFileOfFormat1IsReadAsEver() throws IOException, UndecodableException {
    try (InputStream in = getClass().getResourceAsStream("checkpoint-1.bin")) {
      CheckpointFormat.Content content = CheckpointFormat.decode(in.readAllBytes());
      assertEquals(INSTANCE, content.instance());
      assertEquals(golden(), content.state());
    }
  }

  private static SystemState golden() {
    ServiceSpec spec =
        new ServiceSpec(
            "bundle",
            "0a".repeat(32),
            7,
            "com.example",
            "1.2.3",
            "shell:/x",
            5,
            60_000,
            5_000,
            5_000);
    ServiceKey hello = new ServiceKey("default", "hello");
    ServiceKey world = new ServiceKey("default", "world");
    ServiceRecord runs =
        new ServiceRecord(
            hello,
            Standing.DEPLOYED,
            5,
            1_000,
            Optional.of(spec),
            5,
            "directory:default",
            Optional.empty(),
            Optional.of(new FileMark(spec.digest(), FileOutcome.ACCEPTED, 5, 0)));
    ServiceRecord opens =
        new ServiceRecord(
            world,
            Standing.UNDEPLOYED,
            0,
            0,
            Optional.empty(),
            0,
            "",
            Optional.of(new Intent(6, spec, "owner:\u202ealice")),
            Optional.empty());
    return new SystemState(6, true, false, new TreeMap<>(Map.of(hello, runs, world, opens)));
  }

  private static SystemState state(long id) {
    return new RandomRecords(id).state(id, 2);
  }

  private Path file(long id) {
    return folder.getRoot().toPath().resolve("%020d.checkpoint".formatted(id));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder.getRoot().toPath())) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
