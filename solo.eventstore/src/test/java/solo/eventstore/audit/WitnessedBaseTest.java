package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;
import solo.core.audit.Audit.Kept;
import solo.core.audit.Audit.Report;
import solo.core.audit.Audit.Witness;
import solo.core.event.Payload;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.core.verify.Severity;

/** What retention keeps of old events, in the hands of somebody who can append, and else. */
public class WitnessedBaseTest extends AuditWorld {
  private static final int SEGMENT = 300;

  /** A retention as the container does it, or as somebody does who has no key. */
  private long takeOut(boolean signed, long... kept) throws Exception {
    Shortened shortened = Shortened.of(log, kept);
    if (signed) {
      keeper.witness(shortened.prepared().takenOut());
    }
    long told = append(shortened.told());
    shortened.commit();
    return told;
  }

  private Kept kept() throws Exception {
    Report report = verified();
    sound(report);
    return report.kept().orElseThrow();
  }

  /** A log of some segments of which a head is signed. */
  private void lived() throws Exception {
    start();
    append(2 * SEGMENT);
  }

  @Test
  public void shl04_whatWasSignedBeforeItWentIsProved() throws Exception {
    lived();
    takeOut(true, 3, 5);
    stop();
    assertEquals(Witness.SIGNED, kept().witness());
    start();
    append(SEGMENT);
    takeOut(true, 3);
    stop();
    assertEquals("the next one stands on it", Witness.SIGNED, kept().witness());
  }

  @Test
  public void shl04_aRetentionThatSomebodyMadeUpIsNamed() throws Exception {
    lived();
    stop();
    start();
    takeOut(false, 3);
    final long through = journal.takenOutThrough();
    journal.close();
    Finding offline = only(verified(), Kind.BASE_BROKEN, "1-" + through);
    assertEquals(Severity.SEVERE, offline.severity());
    assertEquals(0, offline.acceptedBy());

    start();
    append(20);
    stop();
    only(verified(), Kind.BASE_BROKEN, "1-" + through);
  }

  @Test
  public void shl04_aContainerThatMeetsAForgedBaseSaysSoAndTakesOutNoMore() throws Exception {
    lived();
    stop();
    start();
    takeOut(false, 3);
    journal.close();
    start();
    append(SEGMENT);
    assertEquals(
        List.of(Kind.BASE_BROKEN),
        AuditInspection.quick(keeper.status()).stream().map(Finding::kind).toList());
    IOException refused = assertThrows(IOException.class, () -> takeOut(true, 3));
    assertTrue(refused.getMessage(), refused.getMessage().contains("was not signed when"));
    journal.close();
  }

  @Test
  public void shl04_anAcceptedOneIsToldAsFoundAndSoIsWhatIsMadeOfIt() throws Exception {
    lived();
    stop();
    start();
    takeOut(false, 3);
    assertTrue(keeper.open());
    assertTrue(keeper.toAccept(), keeper.toAccept().startsWith("BASE_BROKEN: "));
    keeper.accept(append(new Payload.AuditAccepted("x")));
    assertEquals("", keeper.toAccept());
    assertEquals(List.of(), keeper.status().findings());
    append(SEGMENT);
    stop();
    assertEquals(Witness.FOUND, kept().witness());
    start();
    assertTrue(keeper.open());
    takeOut(true, 3);
    stop();
    assertEquals(Witness.FOUND, kept().witness());
  }

  @Test
  public void whatWasTakenOutBeforeAnythingWasSignedIsNoFindingAndIsSaid() throws Exception {
    start();
    for (int i = 0; i < 2 * SEGMENT; i++) {
      append(new Payload.ServiceKilled("d".repeat(50)));
    }
    takeOut(false, 3);
    stop();
    assertEquals(Witness.FOUND, kept().witness());
    assertTrue(said.toString(), said.toString().contains("signed as it was found"));
    start();
    assertTrue(keeper.open());
    assertEquals(List.of(), keeper.status().findings());
    journal.close();
  }

  @Test
  public void oneThatCameWithABackupIsAWarningThatNamesTheRestore() throws Exception {
    lived();
    stop();
    start();
    long told = takeOut(false, 3);
    String link = "0".repeat(64);
    long restored = append(new Payload.BackupRestored("/x.zip", link, told, told, link));
    append(SEGMENT);
    final long through = journal.takenOutThrough();
    stop();
    assertEquals(restored, only(verified(), Kind.BASE_BROKEN, "1-" + through).acceptedBy());
    start();
    assertTrue(keeper.open());
    takeOut(true, 3);
    stop();
    assertEquals("retention goes on", Witness.FOUND, kept().witness());
  }

  @Test
  public void aRestoreExcusesNoBaseThatWasToldOfLater() throws Exception {
    lived();
    String link = "0".repeat(64);
    append(new Payload.BackupRestored("/x.zip", link, 9, 8, link));
    stop();
    start();
    takeOut(false, 3);
    final long through = journal.takenOutThrough();
    journal.close();
    assertEquals(0, only(verified(), Kind.BASE_BROKEN, "1-" + through).acceptedBy());
  }

  @Test
  public void aFileThatDropsOldLinesKeepsWhatStandsForTheBase() throws Exception {
    every = 1;
    keep = 100;
    lived();
    takeOut(true, 3);
    append(SEGMENT);
    for (int i = 0; i < 3; i++) {
      keeper.witness(Shortened.of(log, 3, journal.takenOutThrough() + 1 + i).prepared().takenOut());
    }
    append(SEGMENT);
    stop();
    assertTrue(Files.readAllLines(heads()).size() <= 102);
    assertEquals(Witness.SIGNED, kept().witness());
  }

  @Test
  public void aCopyThatIsOlderThanARetentionSaysNothingOfIt() throws Exception {
    lived();
    assertTrue(keeper.sign(true));
    Path copy = folder.getRoot().toPath().resolve("copy");
    Files.copy(heads(), copy);
    append(5);
    takeOut(true, 3);
    Report older = verifiedByCopy(copy);
    sound(older);
    assertEquals(Witness.NONE, older.kept().orElseThrow().witness());
    stop();
    start();
    sound(verifiedByCopy(heads()));
    journal.close();
  }

  @Test
  public void aStateDirectoryThatCannotBeWrittenLetsNothingGo() throws Exception {
    lived();
    Files.delete(state().resolve("heads"));
    Files.createDirectory(state().resolve("heads"));
    IOException refused = assertThrows(IOException.class, () -> takeOut(true, 3));
    assertTrue(refused.getMessage(), refused.getMessage().contains("cannot be signed"));
    assertEquals(0, journal.takenOutThrough());
    journal.close();
  }
}
