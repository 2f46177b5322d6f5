package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.Test;
import solo.core.audit.Audit.Report;
import solo.core.event.Payload;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** The file of heads, the key and the state directory in the hands of somebody else. */
public class HeadsFileTamperedTest extends AuditWorld {

  private void change(Consumer<List<String>> change) throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(heads()));
    change.accept(lines);
    Files.writeString(heads(), String.join("\n", lines) + "\n");
  }

  @Test
  public void shl04_aRemovedLineIsFound() throws Exception {
    written(95);
    change(lines -> lines.remove(5));
    Finding found = only(verified(), Kind.SIGNATURE_BROKEN, "22");
    assertTrue(found.detail(), found.detail().contains("head 5 before it is missing"));
    change(lines -> lines.remove(5));
    Finding two = only(verified(), Kind.SIGNATURE_BROKEN, "22");
    assertTrue(two.detail(), two.detail().contains("heads 5 to 6 before it are missing"));
  }

  @Test
  public void shl04_anEditedLineIsFound() throws Exception {
    written(95);
    change(lines -> lines.set(5, lines.get(5).replaceFirst(" 31 ", " 32 ")));
    Finding found = only(verified(), Kind.SIGNATURE_BROKEN, "22");
    assertTrue(found.detail(), found.detail().contains("line 6, head 5, is not what was signed"));
    assertTrue(found.detail(), found.detail().contains("and so is one more line;"));
  }

  @Test
  public void shl04_swappedLinesAreFound() throws Exception {
    written(95);
    change(lines -> Collections.swap(lines, 5, 6));
    only(verified(), Kind.SIGNATURE_BROKEN, "22");
  }

  @Test
  public void shl04_aLineThatIsNoneIsFound() throws Exception {
    written(95);
    change(lines -> lines.add(4, "head 3 and nothing else"));
    only(verified(), Kind.SIGNATURE_BROKEN, "12");
  }

  @Test
  public void shl04_missingHeadsAtTheEndAreFoundWhileItRunsAndByACopy() throws Exception {
    written(95);
    Path copy = folder.getRoot().toPath().resolve("copy");
    Files.copy(heads(), copy);
    start();
    assertTrue(keeper.open());
    Heads.Tail known = keeper.status().written();
    change(lines -> lines.subList(9, lines.size()).clear());
    Path keys = state().resolve("audit.pub");
    Report alone = verified(heads(), keys, null);
    sound(alone);
    assertEquals("what the heads prove ends earlier", 61, alone.lastSigned());
    only(verified(heads(), keys, known), Kind.SIGNATURE_BROKEN, "62");
    journal.close();
    forger().cut(70);
    sound(verified());
    start();
    only(verified(copy, keys, null), Kind.SIGNED_HEAD_LOST, "71");
    journal.close();
  }

  @Test
  public void aTornLineIsCutAndIsNoFinding() throws Exception {
    written(20);
    String whole = Files.readString(heads());
    for (String torn : List.of("head 4 6f1d", "\0".repeat(300), "head 4\0\0\0 x\n")) {
      Files.writeString(heads(), whole + torn);
      sound(verified());
      start();
      assertTrue(keeper.open());
      assertEquals(whole, Files.readString(heads()));
      journal.close();
    }
  }

  @Test
  public void aLostStateDirectoryIsSaidAndHeadsAreSignedAgain() throws Exception {
    written(20);
    assertTrue(said.toString(), said.isEmpty());
    for (String name : List.of("heads", "audit.key", "audit.pub")) {
      Files.delete(state().resolve(name));
    }
    Report without = verified();
    assertEquals(Kind.SIGNED_HEADS_MISSING, without.findings().get(0).kind());
    start();
    assertTrue(keeper.open());
    assertTrue(said.toString(), said.toString().contains("SIGNED_HEADS_MISSING"));
    stop();
    sound(verified());
  }

  @Test
  public void aReplacedKeySignsOnAndIsSaidAndOldHeadsStayProved() throws Exception {
    written(20);
    String before = Files.readString(state().resolve("audit.pub"));
    Files.delete(state().resolve("audit.key"));
    start();
    append(20);
    Finding found = keeper.status().findings().get(0);
    assertTrue(found.detail(), found.detail().contains("is not there any more"));
    stop();
    sound(verified());
    String keys = Files.readString(state().resolve("audit.pub"));
    assertTrue(keys.endsWith(before) && keys.length() == 2 * before.length());

    Path first = folder.getRoot().toPath().resolve("first.pub");
    Files.writeString(first, before);
    start();
    Finding unknown = only(verified(heads(), first, null), Kind.SIGNATURE_BROKEN, "21");
    assertEquals(0, unknown.acceptedBy());
    AuditKey now = AuditKey.parse(Files.readAllBytes(state().resolve("audit.key")));
    long told = append(new Payload.AuditKeyChanged(now.id(), now.openText()));
    Finding toldOf = only(verified(heads(), first, null), Kind.SIGNATURE_BROKEN, "21");
    assertEquals(0, toldOf.acceptedBy());
    assertTrue(toldOf.fix(), toldOf.fix().startsWith("event %d tells of that key".formatted(told)));
    journal.close();
  }

  @Test
  public void headsOfAKeyOfSomebodyElseProveNothing() throws Exception {
    written(20);
    Path pub = state().resolve("audit.pub");
    Files.write(pub, OpenKeys.NONE.after(AuditKey.make().open()).pem());
    Report report = verified();
    only(report, Kind.SIGNATURE_BROKEN, "1");
    assertEquals(0, report.heads());
  }

  @Test
  public void aKeyThatCannotBeUsedStopsNothingAndIsNeverReplaced() throws Exception {
    written(20);
    Path key = state().resolve("audit.key");
    assertEquals("r--------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    byte[] right = Files.readAllBytes(key);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    start();
    assertFalse(keeper.open());
    assertTrue(keeper.status().trouble().contains("chmod 400"));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(key, "garbage");
    assertFalse(keeper.open());
    assertTrue(keeper.status().trouble(), keeper.status().trouble().contains("restore it"));
    assertEquals(Kind.SIGNED_HEADS_MISSING, AuditInspection.quick(keeper.status()).get(0).kind());
    assertEquals("garbage", Files.readString(key));
    Files.write(key, right);
    assertTrue(keeper.open());
    assertEquals("", keeper.status().trouble());
    stop();
    sound(verified());
  }

  @Test
  public void aNewerFormatIsLeftAlone() throws Exception {
    written(20);
    String newer = Files.readString(heads()).replace("solo-heads 2", "solo-heads 3");
    Files.writeString(heads(), newer);
    start();
    assertFalse(keeper.open());
    assertTrue(keeper.status().trouble(), keeper.status().trouble().contains("format is 3"));
    assertEquals(newer, Files.readString(heads()));
    journal.close();
    assertEquals(Kind.SIGNATURE_BROKEN, verified().findings().get(0).kind());
  }

  @Test
  public void aFileTakenAwayWhileItRunsIsBegunAnewAndTheGapShows() throws Exception {
    start();
    append(20);
    Files.delete(heads());
    append(new Payload.ServiceKilled("x"));
    assertFalse(keeper.sign(true));
    assertTrue(keeper.open());
    assertTrue(keeper.sign(true));
    SignedLine first = new HeadsFile(heads(), DISK, 9).read().lastHead().get();
    assertEquals("behind that it is anew, and what there is", 6, first.number());
    journal.close();
  }
}
