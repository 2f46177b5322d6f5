package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import solo.core.audit.Audit.Report;
import solo.core.event.Payload;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** A log of which old segments were taken out: its archives, its base, and what is left of it. */
public class ArchivedLogTest extends AuditWorld {
  private static final int SEVERAL_SEGMENTS = 900;

  private long through;

  /** A log with some archives and some segments of its own, every event signed for. */
  private void lived(String action) throws Exception {
    start();
    append(SEVERAL_SEGMENTS);
    Shortened shortened = Shortened.of(log, 3, 5);
    shortened.archive(archives());
    keeper.witness(shortened.prepared().takenOut());
    Payload.RetentionApplied told = shortened.told();
    append(shortened.told(told.link(), told.base(), action));
    shortened.commit();
    through = journal.takenOutThrough();
    append(SEVERAL_SEGMENTS);
    stop();
  }

  private List<Path> archived() throws Exception {
    try (Stream<Path> files = Files.list(archives())) {
      List<Path> all = files.sorted().toList();
      assertTrue(all.toString(), all.size() > 2);
      return all;
    }
  }

  private static long firstId(Path archive) {
    return Long.parseLong(archive.getFileName().toString().substring(0, 20));
  }

  private static void flip(Path file) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  public void shl04_archivesAreProvedIntoTheLog() throws Exception {
    lived("archive");
    Report report = verified();
    sound(report);
    assertEquals(1, report.firstId());
    assertEquals(through, report.archived());
    assertEquals(report.lastId(), report.events());
    assertEquals(report.lastId(), report.lastSigned());
  }

  @Test
  public void shl04_aChangedArchiveIsNamedAndTheLogIsProvedWithoutIt() throws Exception {
    lived("archive");
    Path second = archived().get(1);
    flip(second);
    Report report = verified();
    Finding found = only(report, Kind.ARCHIVE_BROKEN, "" + firstId(second));
    assertTrue(found.detail(), found.detail().contains(second.getFileName().toString()));
    assertEquals("what came before it", firstId(second) - 1, report.archived());
    assertEquals("up to the end", report.lastId(), report.lastSigned());
  }

  @Test
  public void shl04_anArchiveOfAnotherChainIsNamed() throws Exception {
    lived("archive");
    List<Path> all = archived();
    Files.copy(all.get(0), all.get(1), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    only(verified(), Kind.ARCHIVE_BROKEN, "" + firstId(all.get(1)));
  }

  @Test
  public void shl04_aMissingArchiveIsNamedUnlessItWasDeletedByPolicy() throws Exception {
    lived("archive");
    List<Path> all = archived();
    Files.delete(all.get(1));
    String missing = firstId(all.get(1)) + "-" + (firstId(all.get(2)) - 1);
    only(verified(), Kind.ARCHIVE_BROKEN, missing);
    for (Path each : List.of(all.get(0), all.get(2))) {
      Files.delete(each);
    }
    List<Path> left = all.subList(3, all.size());
    for (Path each : left) {
      Files.delete(each);
    }
    sound(verified());
  }

  @Test
  public void whatWasDeletedByPolicyIsNotMissed() throws Exception {
    lived("delete");
    Files.delete(archived().get(1));
    sound(verified());
  }

  @Test
  public void shl04_aDamagedFirstSegmentOfTheLogIsNotAnArchives() throws Exception {
    lived("archive");
    long first = through + 1;
    forger().edit(first, "because", "whyever");
    Report report = verified();
    only(report, Kind.CHAIN_BROKEN, "" + first);
    assertEquals("all archives are read", through, report.archived());

    for (Path each : archived()) {
      Files.delete(each);
    }
    only(verified(), Kind.CHAIN_BROKEN, "" + first);
  }

  /** The log's own segments begin with a retention of which it says this. */
  private Report told(String link, String sha256) throws Exception {
    start();
    append(SEVERAL_SEGMENTS);
    Shortened shortened = Shortened.of(log, 3, 5);
    Payload.RetentionApplied right = shortened.told();
    append(
        shortened.told(
            link.isEmpty() ? right.link() : link,
            sha256.isEmpty() ? right.base() : sha256,
            "delete"));
    shortened.commit();
    through = journal.takenOutThrough();
    stop();
    return verified();
  }

  @Test
  public void shl04_aBaseWithOtherBytesThanTheLogSaysIsNamed() throws Exception {
    Finding found = only(told("", "0".repeat(64)), Kind.BASE_BROKEN, "1-" + through);
    assertTrue(found.detail(), found.detail().contains("is not what was written"));
    assertEquals(0, found.acceptedBy());
  }

  @Test
  public void shl04_aBaseWithAnotherLinkThanTheLogSaysIsNamed() throws Exception {
    Finding found = only(told("0".repeat(64), ""), Kind.BASE_BROKEN, "1-" + through);
    assertTrue(found.detail(), found.detail().contains("has link"));
  }

  @Test
  public void shl04_aBaseThatNoEventTellsOfIsNamed() throws Exception {
    start();
    append(SEVERAL_SEGMENTS);
    Shortened.of(log, 3).commit();
    through = journal.takenOutThrough();
    stop();
    Finding found = only(verified(), Kind.BASE_BROKEN, "1-" + through);
    assertTrue(found.detail(), found.detail().contains("no event tells"));
  }

  @Test
  public void aRetentionThatWasTriedTwiceIsToldByEither() throws Exception {
    start();
    append(SEVERAL_SEGMENTS);
    Shortened shortened = Shortened.of(log, 3, 5);
    keeper.witness(shortened.prepared().takenOut());
    append(shortened.told());
    append(shortened.told(shortened.told().link(), "1".repeat(64), "archive"));
    shortened.commit();
    stop();
    sound(verified());
  }
}
