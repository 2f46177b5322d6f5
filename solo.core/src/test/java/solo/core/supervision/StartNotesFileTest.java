package solo.core.supervision;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.recovery.Suspects;
import solo.core.recovery.Suspects.Note;
import solo.core.tenant.ServiceKey;
import solo.core.testing.Loggers;
import solo.core.testing.TestDirectories;

public class StartNotesFileTest {
  private static final ServiceKey A = ServiceKey.parse("a/one");
  private static final ServiceKey B = ServiceKey.parse("b/two");
  private static final String CODE = "a".repeat(64);
  private static final String OTHER = "b".repeat(64);

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  @Test
  public void firstBootHasNoSuspects() {
    assertEquals(Suspects.NONE, boot().suspects());
  }

  @Test
  public void endedStartsLeaveNoSuspect() {
    StartNotesFile notes = boot();
    notes.starting(A, CODE);
    notes.starting(B, CODE);
    notes.ended(B);
    notes.ended(A);
    assertEquals(Suspects.NONE, boot().suspects());
  }

  @Test
  public void rec22_deathWithOneStartUnderWayCountsAgainstIt() {
    boot().starting(A, CODE);
    assertEquals(Map.of(A, new Note(CODE, 1)), boot().suspects().byKey());
  }

  @Test
  public void rec22_threeDeathsAsTheOnlySuspectAreCounted() {
    for (int deaths = 0; deaths < 3; deaths++) {
      boot().starting(A, CODE);
    }
    assertEquals(new Note(CODE, Suspects.DEATHS_TO_QUARANTINE), boot().suspects().byKey().get(A));
  }

  @Test
  public void rec22_deathWithTwoStartsUnderWayCountsAgainstNeither() {
    StartNotesFile notes = boot();
    notes.starting(A, CODE);
    notes.starting(B, OTHER);
    assertEquals(Map.of(A, new Note(CODE, 0), B, new Note(OTHER, 0)), boot().suspects().byKey());
  }

  @Test
  public void rec22_countSurvivesBootsInWhichItWasNotStarted() {
    boot().starting(A, CODE);
    boot();
    boot();
    assertEquals(Map.of(A, new Note(CODE, 1)), boot().suspects().byKey());
  }

  @Test
  public void rec22_orderlyStopDuringAStartIsNobodysDeath() {
    boot().starting(A, CODE);
    StartNotesFile notes = boot();
    notes.starting(A, CODE);
    notes.stopping();
    notes.starting(B, CODE);
    assertEquals(Map.of(A, new Note(CODE, 1)), boot().suspects().byKey());
  }

  @Test
  public void notesThatTheDiskHadNoRoomForAreWrittenByTheNextOne() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue("this system has no /dev/full", Files.exists(full));
    StartNotesFile notes = boot();
    Path starts = folder.getRoot().toPath().resolve("data/starts");
    Files.delete(starts);
    Files.createSymbolicLink(starts, full);
    notes.starting(A, CODE);

    notes.starting(B, OTHER);

    assertEquals(Map.of(A, new Note(CODE, 0), B, new Note(OTHER, 0)), boot().suspects().byKey());
  }

  @Test
  public void rec22_completedStartClearsTheCount() {
    boot().starting(A, CODE);
    StartNotesFile notes = boot();
    notes.starting(A, CODE);
    notes.ended(A);
    assertEquals("they do not change while it runs", 1, notes.suspects().byKey().size());
    assertEquals(Suspects.NONE, boot().suspects());
  }

  @Test
  public void otherCodeStartsItsOwnCount() {
    boot().starting(A, CODE);
    boot().starting(A, OTHER);
    assertEquals(Map.of(A, new Note(OTHER, 1)), boot().suspects().byKey());
  }

  @Test
  public void halfALastLineIsNotRead() throws IOException {
    boot().starting(A, CODE);
    Files.writeString(file(), Files.readString(file()) + "end a/o");
    assertEquals(Map.of(A, new Note(CODE, 1)), boot().suspects().byKey());
  }

  @Test
  public void garbageHasNoSuspectsAndIsReplaced() throws IOException {
    for (String garbage :
        new String[] {
          "\0\1\2", "", "\n", "solo starts 1\nbegin x\n", "solo starts 1\nend ../x/y\n", "x\n"
        }) {
      Files.createDirectories(file().getParent());
      Files.writeString(file(), garbage);
      assertEquals(Suspects.NONE, boot().suspects());
      boot().starting(A, CODE);
      assertEquals(1, boot().suspects().byKey().size());
    }
  }

  @Test
  public void fileStaysSmallWhateverIsStarted() throws IOException {
    StartNotesFile notes = boot();
    notes.starting(B, OTHER);
    for (int i = 0; i < 10_000; i++) {
      notes.starting(A, CODE);
      notes.ended(A);
    }
    assertTrue(Files.size(file()) < 512 * 1024);
    assertEquals(Map.of(B, new Note(OTHER, 1)), boot().suspects().byKey());
  }

  private StartNotesFile boot() {
    return new StartNotesFile(new TestDirectories(folder.getRoot().toPath()), Loggers.silent());
  }

  private Path file() {
    return folder.getRoot().toPath().resolve("data/starts");
  }
}
