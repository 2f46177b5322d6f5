package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.util.List;
import org.junit.Test;
import solo.core.event.Payload;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** The file of heads is not there any more, and the key that signed them is. */
public class HeadsTakenAwayTest extends AuditWorld {

  /** A log of which heads were signed by a key that it tells of. */
  private void lived() throws Exception {
    start();
    append(20);
    tellKey();
    append(20);
    stop();
  }

  private Finding missing() throws Exception {
    return only(verified(), Kind.SIGNED_HEADS_MISSING, "");
  }

  /** A start that goes on for a while. */
  private void goOn() throws Exception {
    start();
    append(20);
    stop();
  }

  @Test
  public void shl04_thatIsAFindingFromEachStartOnUntilItIsAccepted() throws Exception {
    lived();
    Files.delete(heads());
    assertTrue(missing().detail(), missing().detail().contains("there is no"));
    for (int starts = 0; starts < 2; starts++) {
      goOn();
      assertEquals(
          List.of(Kind.SIGNED_HEADS_MISSING),
          AuditInspection.quick(keeper.status()).stream().map(Finding::kind).toList());
      assertTrue(missing().detail(), missing().detail().contains("was begun anew on"));
    }
    start();
    assertTrue(keeper.open());
    keeper.accept(append(new Payload.AuditAccepted(keeper.toAccept())));
    assertEquals(List.of(), keeper.status().findings());
    stop();
    sound(verified());
    goOn();
    sound(verified());
    assertEquals(List.of(), keeper.status().findings());
  }

  @Test
  public void shl04_soIsAFileThatWasEmptied() throws Exception {
    lived();
    String first = Files.readAllLines(heads()).get(0) + "\n";
    String found = first + Files.readAllLines(heads()).get(1) + "\n";
    for (String left : List.of(first, found)) {
      Files.writeString(heads(), left);
      goOn();
      assertTrue(missing().detail(), missing().detail().contains("was begun anew"));
    }
  }

  @Test
  public void shl04_takenAwayAgainAfterItWasAcceptedItIsAFindingAgain() throws Exception {
    lived();
    Files.delete(heads());
    start();
    assertTrue(keeper.open());
    keeper.accept(append(new Payload.AuditAccepted("x")));
    stop();
    sound(verified());
    Files.delete(heads());
    goOn();
    missing();
  }

  @Test
  public void shl04_aFileThatDropsOldLinesKeepsTheFinding() throws Exception {
    every = 1;
    keep = 100;
    lived();
    Files.delete(heads());
    start();
    append(400);
    stop();
    missing();
  }

  @Test
  public void aLogThatDoesNotTellOfTheKeyYetIsANewOne() throws Exception {
    start();
    append(20);
    stop();
    Files.delete(heads());
    goOn();
    sound(verified());
  }

  @Test
  public void aKeyOfItsOwnHasNoHeadsToMiss() throws Exception {
    lived();
    for (String name : List.of("heads", "audit.key", "audit.pub")) {
      Files.delete(state().resolve(name));
    }
    goOn();
    sound(verified());
  }

  /** As docs/audit.md says it, 'A key that is lost'. */
  @Test
  public void aKeyThatIsLostWithoutACopyIsSettledByBeginningAnew() throws Exception {
    lived();
    for (String name : List.of("audit.key", "audit.pub")) {
      Files.delete(state().resolve(name));
    }
    start();
    append(20);
    tellKey();
    stop();
    Finding unknown = only(verified(), Kind.SIGNATURE_BROKEN, "1");
    assertEquals(0, unknown.acceptedBy());
    assertTrue(unknown.fix(), unknown.fix().contains("docs/audit.md, 'A key that is lost'"));

    Files.delete(heads());
    goOn();
    missing();
    start();
    assertTrue(keeper.open());
    keeper.accept(append(new Payload.AuditAccepted(keeper.toAccept())));
    stop();
    sound(verified());
  }
}
