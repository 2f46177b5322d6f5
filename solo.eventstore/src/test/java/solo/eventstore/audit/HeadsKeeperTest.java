package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.Test;
import solo.core.event.Payload;
import solo.core.verify.Kind;

/** When heads are signed. */
public class HeadsKeeperTest extends AuditWorld {

  private List<Long> ids() throws Exception {
    return new HeadsFile(heads(), DISK, keep)
        .read()
        .signed()
        .filter(SignedLine::isHead)
        .map(SignedLine::id)
        .toList();
  }

  private boolean signs() {
    return keeper.open() && keeper.sign(false);
  }

  @Test
  public void aHeadComesAtOnceThenAfterEachNEventsThenAtTheStop() throws Exception {
    start();
    append(35);
    assertEquals(List.of(1L, 11L, 21L, 31L), ids());
    assertTrue(keeper.sign(true));
    assertEquals(List.of(1L, 11L, 21L, 31L, 35L), ids());
    assertTrue("nothing is new", keeper.sign(true));
    assertEquals(5, ids().size());
    journal.close();
  }

  @Test
  public void aBurstHasTheSameHeads() throws Exception {
    start();
    append(1);
    for (int i = 0; i < 34; i++) {
      append(new Payload.ServiceKilled("d"));
    }
    assertTrue(signs());
    assertEquals(List.of(1L, 11L, 21L, 31L), ids());
    journal.close();
  }

  @Test
  public void aQuietLogIsCovered() throws Exception {
    start();
    append(3);
    assertEquals(List.of(1L), ids());
    assertEquals(AFTER, keeper.due());
    nowMs.addAndGet(AFTER.toMillis() - 1);
    assertTrue(signs());
    assertEquals(List.of(1L), ids());
    nowMs.addAndGet(1);
    assertTrue(signs());
    assertEquals(List.of(1L, 3L), ids());
    assertEquals(Duration.ZERO, keeper.due());
    journal.close();
  }

  @Test
  public void aLogThatIsNeverQuietIsCoveredToo() throws Exception {
    every = 1_000;
    start();
    append(1);
    long most = 10 * AFTER.toMillis();
    for (long waited = 0; waited <= most; waited += 5_000) {
      nowMs.addAndGet(5_000);
      append(1);
    }
    assertEquals(2, ids().size());
    journal.close();
  }

  @Test
  public void aRestartGoesOnAndSignsWhatAKillLeft() throws Exception {
    start();
    append(15);
    journal.close();
    start();
    assertTrue(signs());
    assertEquals(List.of(1L, 11L, 15L), ids());
    append(10);
    stop();
    assertEquals(List.of(1L, 11L, 15L, 25L), ids());
    start();
    assertTrue(signs());
    assertEquals("nothing is new", 4, ids().size());
    journal.close();
    sound(verified());
    assertTrue(said.toString(), said.isEmpty());
  }

  @Test
  public void aLongLogWithoutHeadsGetsOne() throws Exception {
    start();
    for (int i = 0; i < 200; i++) {
      append(new Payload.ServiceKilled("d"));
    }
    assertTrue(signs());
    assertEquals(List.of(200L), ids());
    journal.close();
  }

  @Test
  public void theFileStaysBoundedAndIsStillProved() throws Exception {
    every = 1;
    keep = 100;
    start();
    append(420);
    stop();
    List<Long> ids = ids();
    assertTrue(ids.size() + " heads", ids.size() <= 100 && ids.size() >= 49);
    assertEquals(LongStream.rangeClosed(421 - ids.size(), 420).boxed().toList(), ids);
    sound(verified());
    forger().cut(419);
    only(verified(), Kind.SIGNED_HEAD_LOST, "420");
  }

  @Test
  public void whatItWritesIsWhatTheDocumentationDraws() throws Exception {
    written(1);
    List<String> lines = Files.readAllLines(heads());
    assertEquals("solo-heads 2", lines.get(0));
    assertTrue(lines.get(1), lines.get(1).startsWith("found 1 "));
    String[] words = lines.get(2).split(" ");
    assertEquals(9, words.length);
    assertEquals(List.of("head", "2"), List.of(words[0], words[1]));
    assertEquals(journal.openReport().instance().toString(), words[2]);
    assertEquals("1", words[3]);
    assertEquals("2026-03-01T10:00:00.001Z", words[5]);
    assertEquals(HeadsFormat.digest(lines.get(1)), words[7]);
    assertEquals(List.of("0", "0".repeat(64)), List.of(lines.get(1).split(" ")).subList(3, 5));
    assertEquals(88, words[8].length());
    assertTrue(lines.get(1).length() < HeadsFormat.MOST_LINE - 80);
  }
}
