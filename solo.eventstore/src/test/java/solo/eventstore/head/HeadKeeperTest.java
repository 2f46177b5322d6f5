package solo.eventstore.head;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.Result;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.capability.Caller;
import solo.core.event.Event;
import solo.core.event.Payload;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Head;
import solo.core.verify.Kind;
import solo.eventstore.provider.LoggedLines;
import solo.eventstore.provider.TestDisk;

/** What is found of each log, what is written, and what stays. */
public class HeadKeeperTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T10:00:00.123Z"), ZoneOffset.UTC);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();
  private final List<String> log = new ArrayList<>();
  private final TestDisk disk = new TestDisk();

  private HeadKeeper open(FakeLog of) {
    return new HeadKeeper(new HeadFile(file(), disk), of, CLOCK, LoggedLines.into(log));
  }

  private Path file() {
    return folder.getRoot().toPath().resolve("head");
  }

  private static void assertFound(HeadKeeper keeper, Kind kind, String detail) {
    Finding found = keeper.status().finding().orElseThrow();
    assertEquals(kind, found.kind());
    assertTrue(found.detail(), found.detail().contains(detail));
    assertFalse(found.fixable());
  }

  private static void assertWell(HeadKeeper keeper) {
    assertEquals(Optional.empty(), keeper.status().finding());
    assertEquals("", keeper.status().trouble());
  }

  /** A log of 100 events whose head is written. */
  private FakeLog known() {
    file().toFile().delete();
    FakeLog first = new FakeLog(1, 0, 5);
    HeadKeeper keeper = open(first);
    first.append(100);
    assertTrue(keeper.follow());
    assertWell(keeper);
    log.clear();
    return first;
  }

  @Test
  public void aNewLogHasNoHeadAndNothingIsSaid() {
    HeadKeeper keeper = open(new FakeLog(1, 0, 5));
    assertWell(keeper);
    assertTrue(keeper.follow());
    assertFalse("there is nothing to know yet", Files.exists(file()));
    assertEquals(List.of(), log);
  }

  @Test
  public void aLogWithEventsAndNoHeadIsAFindingOfThisBootOnly() {
    HeadKeeper keeper = open(new FakeLog(1, 80, 5));
    assertFound(keeper, Kind.HEAD_MISSING, file() + " is missing");
    assertEquals(log.toString(), 1, log.size());
    assertTrue(log.get(0).startsWith("warn "));
    keeper.follow();
    assertFound(keeper, Kind.HEAD_MISSING, "");
    assertFalse(keeper.status().isContradicted());
    assertWell(open(new FakeLog(1, 80, 5)));
  }

  @Test
  public void theSameLogIsWellHoweverFarItHasGoneOn() {
    FakeLog first = known();
    for (long at : new long[] {100, 101, 5_000}) {
      HeadKeeper keeper = open(first.reopened(at));
      assertWell(keeper);
      assertEquals(100, keeper.status().known().orElseThrow().id());
    }
    assertEquals(List.of(), log);
  }

  @Test
  public void shd11_aWitnessThatIsRestartedBesideTheOpenLogFindsNothing() {
    FakeLog first = known();
    assertWell(open(first));
    assertEquals(List.of(), log);
  }

  @Test
  public void anOlderLogThatHasGoneOnBeyondTheHeadIsStillSaid() {
    FakeLog older = known().restored(80);
    older.append(50);
    assertFound(open(older), Kind.HEAD_AHEAD, "events 81 to 100 are missing");
  }

  @Test
  public void evt11_aLogWhoseKnownEventIsAnAcceptedLossIsFollowed() {
    FakeLog gapped = known().reopened(101).losing(100, 100);
    HeadKeeper keeper = open(gapped);
    assertWell(keeper);
    assertTrue(keeper.follow());
    assertWell(open(gapped.reopened(101)));
  }

  @Test
  public void anOlderLogIsSaidWithWhatIsMissing() {
    FakeLog older = known().restored(80);
    HeadKeeper keeper = open(older);
    assertFound(keeper, Kind.HEAD_AHEAD, "ended with event 80 when it was opened");
    assertFound(keeper, Kind.HEAD_AHEAD, "knows event 100 of 2026-03-01T10:00:00.123Z");
    assertFound(keeper, Kind.HEAD_AHEAD, "events 81 to 100 are missing");
    assertTrue(log.toString(), log.get(0).startsWith("error "));
    assertTrue(keeper.status().isContradicted());
    assertFound(open(known().restored(99)), Kind.HEAD_AHEAD, "event 100 is missing");
  }

  @Test
  public void anEmptyLogIsSaid() {
    known();
    HeadKeeper keeper = open(new FakeLog(2, 0, 9));
    assertFound(keeper, Kind.HEAD_AHEAD, "the data directory was empty");
    assertFound(keeper, Kind.HEAD_AHEAD, "events 1 to 100 are missing");
  }

  @Test
  public void anotherLogIsForeign() {
    known();
    HeadKeeper keeper = open(new FakeLog(2, 500, 5));
    assertFound(keeper, Kind.HEAD_FOREIGN, "of log 00000000-0000-0000-0000-000000000001");
    assertFound(keeper, Kind.HEAD_FOREIGN, "this is log 00000000-0000-0000-0000-000000000002");
  }

  @Test
  public void anotherPastOfTheSameLogIsForeign() {
    known();
    assertFound(open(new FakeLog(1, 100, 6)), Kind.HEAD_FOREIGN, "went on from another past");
  }

  @Test
  public void whatIsKnownStaysAndTheFindingToo() throws IOException {
    FakeLog older = known().restored(80);
    String before = Files.readString(file());
    HeadKeeper keeper = open(older);
    assertTrue(keeper.follow());
    older.append(70);
    assertTrue(keeper.follow());
    assertTrue(Files.readString(file()).startsWith(before.substring(0, before.indexOf("crc32c"))));
    // by its id alone it would be well now, by its link foreign
    HeadKeeper next = open(older.reopened(150));
    assertFound(next, Kind.HEAD_AHEAD, "events 81 to 100 are missing");
    assertEquals(100, next.status().known().orElseThrow().id());
    assertEquals(150, next.status().log().id());
  }

  @Test
  public void anEmptyLogStaysOneWhenItHasGrown() {
    known();
    FakeLog empty = new FakeLog(2, 0, 9);
    HeadKeeper keeper = open(empty);
    keeper.follow();
    assertFound(open(empty), Kind.HEAD_AHEAD, "the data directory was empty");
    empty.append(3);
    keeper.follow();
    assertFound(open(empty.reopened(3)), Kind.HEAD_AHEAD, "the data directory was empty");
    assertFound(open(new FakeLog(3, 3, 9)), Kind.HEAD_FOREIGN, "this is log");
    assertFound(open(empty.reopened(2)), Kind.HEAD_FOREIGN, "this is log");
  }

  @Test
  public void theRightLogIsWellAgainWithoutAcceptance() throws IOException {
    FakeLog right = known();
    HeadKeeper keeper = open(new FakeLog(2, 0, 9).append(5));
    keeper.follow();
    HeadKeeper back = open(right.reopened(100));
    assertWell(back);
    back.follow();
    assertFalse(Files.readString(file()).contains("parted"));
  }

  @Test
  public void anAcceptedLossIsToldOnceAndTheLogIsFollowed() throws IOException {
    FakeLog older = known().restored(80);
    HeadKeeper keeper = open(older);
    keeper.follow();
    Payload.DataLossAccepted loss = keeper.loss();
    assertEquals(81, loss.firstLostId());
    assertTrue(loss.detail(), loss.detail().startsWith("HEAD_AHEAD: the data directory is older"));
    older.append(1);
    keeper.accept();
    assertWell(keeper);
    assertThrows(IllegalStateException.class, keeper::loss);
    assertWell(open(older.reopened(81)));
    assertFound(open(older.reopened(80)), Kind.HEAD_AHEAD, "event 81 is missing");
  }

  @Test
  public void aLossThatWasAcceptedByFsckIsNotToldAgain() {
    assertWell(open(known().restored(110).losing(90, 109)));
    FakeLog shorter = known().restored(95).losing(90, 95);
    assertFound(open(shorter), Kind.HEAD_AHEAD, "events 96 to 100 are missing");
  }

  @Test
  public void thereIsNothingToAcceptWhereAllIsWellOrTheHeadIsMerelyMissing() {
    assertThrows(IllegalStateException.class, open(new FakeLog(1, 80, 5))::loss);
    HeadKeeper keeper = open(known().reopened(100));
    IllegalStateException told = assertThrows(IllegalStateException.class, keeper::loss);
    assertTrue(told.getMessage(), told.getMessage().contains("no loss to accept"));
  }

  @Test
  public void anAcceptanceThatCannotBeWrittenIsNone() {
    HeadKeeper keeper = open(known().restored(80));
    disk.fail(true);
    assertThrows(IOException.class, keeper::accept);
    assertFound(keeper, Kind.HEAD_AHEAD, "events 81 to 100 are missing");
    disk.fail(false);
    assertFound(open(known().restored(80)), Kind.HEAD_AHEAD, "events 81 to 100 are missing");
  }

  @Test
  public void aHeadThatCannotBeWrittenIsSaidOnceAndStopsNothing() {
    FakeLog first = known();
    HeadKeeper keeper = open(first.reopened(100).append(1));
    disk.fail(true);
    assertFalse(keeper.follow());
    assertFalse(keeper.follow());
    assertEquals(log.toString(), 1, log.size());
    assertTrue(log.get(0).startsWith("warn "));
    assertTrue(keeper.status().trouble().contains(file() + " cannot be written"));
    Result health = HeadHealth.result(keeper.status());
    assertEquals(Result.Status.WARN, health.getStatus());
    disk.fail(false);
    assertTrue(keeper.follow());
    assertWell(keeper);
    assertEquals(Result.Status.OK, HeadHealth.result(keeper.status()).getStatus());
    assertEquals(101, open(first.reopened(101)).status().known().orElseThrow().id());
  }

  @Test
  public void nothingIsWrittenWhereNothingIsNew() throws IOException {
    FakeLog first = known();
    HeadKeeper keeper = open(first.reopened(100));
    disk.fail(true);
    assertTrue("nothing is tried", keeper.follow());
  }

  @Test
  public void aBrokenHeadIsSaidAndMadeAnew() throws IOException {
    FakeLog first = known();
    Files.writeString(file(), "garbage");
    HeadKeeper keeper = open(first.reopened(100));
    assertFound(keeper, Kind.HEAD_MISSING, "is broken");
    keeper.follow();
    assertWell(open(first.reopened(100)));
  }

  /** What a verify is told. */
  private static List<Kind> inspected(HeadKeeper keeper) {
    Head head =
        new Head() {
          @Override
          public Status status() {
            return keeper.status();
          }

          @Override
          public Event accept(Caller caller, String reason) {
            throw new UnsupportedOperationException("nothing is accepted here");
          }
        };
    return new HeadInspection(head).quick(SystemState.EMPTY).stream().map(Finding::kind).toList();
  }

  @Test
  public void ver10_aHeadThatIsNotKeptOrNotComparedIsAFinding() {
    FakeLog first = known();
    assertEquals(List.of(), inspected(open(first.reopened(100))));
    FakeLog damaged = first.reopened(200);
    damaged.unreadable = true;
    assertEquals(List.of(Kind.HEAD_MISSING), inspected(open(damaged)));
    HeadKeeper unwritten = open(first.reopened(100).append(1));
    disk.fail(true);
    unwritten.follow();
    assertEquals(List.of(Kind.HEAD_MISSING), inspected(unwritten));
  }

  @Test
  public void ver10_aHeadThatFsckCannotCompareIsAFinding() {
    FakeLog damaged = known().reopened(200);
    damaged.unreadable = true;
    List<Finding> found = OfflineHead.of(folder.getRoot().toPath(), disk, damaged).findings();
    assertEquals(List.of(Kind.STORE_UNREADABLE), found.stream().map(Finding::kind).toList());
  }

  @Test
  public void aHeadOfANewerVersionIsLeftAlone() throws IOException {
    FakeLog first = known();
    Files.writeString(file(), "solo-head 2\n");
    HeadKeeper keeper = open(first.reopened(100));
    assertFound(keeper, Kind.HEAD_MISSING, "its format is 2");
    assertTrue(keeper.status().trouble().contains("left alone"));
    first.append(1);
    assertTrue(keeper.follow());
    assertEquals("solo-head 2\n", Files.readString(file()));
  }

  @Test
  public void aLogThatCannotBeReadAtTheKnownEventIsSaidAndTheHeadStays() throws IOException {
    FakeLog damaged = known().reopened(200);
    damaged.unreadable = true;
    HeadKeeper keeper = open(damaged);
    assertTrue(keeper.status().trouble().contains("cannot be compared"));
    String before = Files.readString(file());
    assertTrue(keeper.follow());
    assertEquals(before, Files.readString(file()));
    damaged.unreadable = false;
    assertWell(open(damaged));
  }

  @Test
  public void healthIsCriticalWhileALossWaits() {
    Result health = HeadHealth.result(open(known().restored(80)).status());
    assertEquals(Result.Status.CRITICAL, health.getStatus());
    assertTrue(health.toString(), health.toString().contains("solo:head --accept"));
  }
}
