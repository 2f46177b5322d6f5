package solo.eventstore.audit;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.Test;
import solo.core.audit.Audit.Report;
import solo.core.event.Payload;
import solo.core.verify.Finding;
import solo.core.verify.Kind;
import solo.eventstore.journal.JournalRecord;

/** A log that was changed by somebody who can write it, and does not have the key. */
public class ForgedLogTest extends AuditWorld {
  private static final int EVENTS = 95;

  /** So many that event 42 is not in the last segment, which a start reads whole. */
  private static final int SEGMENTS = 400;

  @Test
  public void shl04_aWholeLogIsProvedUpToItsEnd() throws Exception {
    written(EVENTS);
    Report report = verified();
    sound(report);
    assertEquals(1, report.firstId());
    assertEquals(EVENTS, report.lastId());
    assertEquals(EVENTS, report.events());
    assertEquals(EVENTS, report.lastSigned());
    assertEquals("1, each tenth after it, and the last", 11, report.heads());
    assertEquals(BEGIN.plusMillis(EVENTS), report.lastSignedAt());
  }

  @Test
  public void shl04_anEditedEventIsNamed() throws Exception {
    written(SEGMENTS);
    forger().edit(42, "because", "whyever");
    assertTrue(only(verified(), Kind.CHAIN_BROKEN, "42").detail().contains("event 42"));
  }

  @Test
  public void shl04_anEventEditedWithItsChecksumIsNamed() throws Exception {
    written(SEGMENTS);
    forger().editWithChecksum(42, "because", "whyever");
    only(verified(), Kind.CHAIN_BROKEN, "42");
  }

  @Test
  public void shl04_aRemovedEventIsNamed() throws Exception {
    written(SEGMENTS);
    forger().remove(42);
    only(verified(), Kind.CHAIN_BROKEN, "42");
  }

  @Test
  public void shl04_reorderedEventsAreNamed() throws Exception {
    written(SEGMENTS);
    forger().swap(42);
    only(verified(), Kind.CHAIN_BROKEN, "42");
  }

  @Test
  public void shl04_aLogCutAndClosedAgainIsNamedByItsFirstMissingEvent() throws Exception {
    written(EVENTS);
    forger().cut(57);
    Finding found = only(verified(), Kind.SIGNED_HEAD_LOST, "58");
    assertTrue(found.detail(), found.detail().contains("signs event 95"));
  }

  @Test
  public void shl04_aLogWrittenAnewWithAnotherEventIsNamedUpToTheNextHead() throws Exception {
    written(EVENTS);
    forger().rewrite(records -> edited(records, 42));
    Finding found = only(verified(), Kind.SIGNED_HEAD_LOST, "42");
    assertTrue(found.detail(), found.detail().contains("one of events 42 to 51"));
    assertEquals("heads before it fit", 41, verified().lastSigned());
  }

  @Test
  public void shl04_withAHeadForEachEventTheForgedOneIsNamedAlone() throws Exception {
    every = 1;
    written(30);
    forger().rewrite(records -> edited(records, 17));
    Finding found = only(verified(), Kind.SIGNED_HEAD_LOST, "17");
    assertTrue(found.detail(), found.detail().contains("event 17 is the first that is not what"));
  }

  @Test
  public void shl04_aLogWrittenAnewWithoutAnEventIsNamed() throws Exception {
    every = 1;
    written(30);
    forger()
        .rewrite(
            records -> {
              records.remove(16);
              return records;
            });
    Report report = verified();
    only(report, Kind.SIGNED_HEAD_LOST, "17");
    assertEquals(16, report.lastSigned());
  }

  @Test
  public void shl04_aLogWrittenAnewInAnotherOrderIsNamed() throws Exception {
    every = 1;
    written(30);
    forger()
        .rewrite(
            records -> {
              Collections.swap(records, 10, 20);
              return records;
            });
    // all bodies are the same but one, so that the swap is a change at all
    forger().rewrite(records -> edited(records, 11));
    only(verified(), Kind.SIGNED_HEAD_LOST, "11");
  }

  @Test
  public void aCutLogThatWentOnIsFoundByTheHeadsOfItsOldPast() throws Exception {
    written(EVENTS);
    forger().cut(57);
    start();
    append(60);
    stop();
    Finding found = only(verified(), Kind.SIGNED_HEAD_LOST, "52");
    assertTrue(found.detail(), found.detail().contains("signed heads do not fit"));
    assertEquals(117, verified().lastSigned());
  }

  @Test
  public void anotherLogInItsPlaceIsFound() throws Exception {
    written(EVENTS);
    deleteEvents();
    written(20);
    Finding found = only(verified(), Kind.SIGNED_HEAD_LOST, "1");
    assertTrue(found.detail(), found.detail().contains("it is another one"));
  }

  @Test
  public void aRestoreIsAWarningThatNamesItsEvent() throws Exception {
    written(EVENTS);
    forger().cut(57);
    start();
    String link = "0".repeat(64);
    long told = append(new Payload.BackupRestored("/x.zip", link, 60, 57, link));
    append(60);
    stop();
    Finding found = only(verified(), Kind.SIGNED_HEAD_LOST, "58");
    assertEquals(told, found.acceptedBy());
  }

  @Test
  public void aRestoreInPlaceOfAnotherLogIsAWarningThatNamesItsEvent() throws Exception {
    written(20);
    deleteEvents();
    start();
    for (int i = 0; i < 57; i++) {
      append(new Payload.ServiceKilled("of the backup"));
    }
    String link = "0".repeat(64);
    long told = append(new Payload.BackupRestored("/x.zip", link, 60, 57, link));
    append(30);
    stop();
    Finding found = only(verified(), Kind.SIGNED_HEAD_LOST, "1");
    assertTrue(found.detail(), found.detail().contains("it is another one"));
    assertEquals(told, found.acceptedBy());
  }

  @Test
  public void aRestoreExcusesNothingThatWasSignedAfterIt() throws Exception {
    written(EVENTS);
    forger().cut(57);
    start();
    String link = "0".repeat(64);
    append(new Payload.BackupRestored("/x.zip", link, 60, 57, link));
    append(60);
    stop();
    forger().rewrite(records -> edited(records, 100));
    Report report = verified();
    assertTrue(
        report.toString(),
        report.findings().stream()
            .anyMatch(f -> f.kind() == Kind.SIGNED_HEAD_LOST && f.acceptedBy() == 0));
  }

  @Test
  public void aRestoreExcusesNothingBeforeIt() throws Exception {
    written(EVENTS);
    forger().rewrite(records -> edited(records.subList(0, 57), 30));
    start();
    String link = "0".repeat(64);
    append(new Payload.BackupRestored("/x.zip", link, 60, 57, link));
    stop();
    Report report = verified();
    Finding severe =
        report.findings().stream().filter(f -> f.acceptedBy() == 0).findFirst().orElseThrow();
    assertEquals(report.toString(), Kind.SIGNED_HEAD_LOST, severe.kind());
    assertEquals(report.toString(), "22", severe.about());
  }

  @Test
  public void anAcceptedOlderDataDirectoryIsAWarningAndAGapIsNoExcuse() throws Exception {
    written(EVENTS);
    forger().cut(57);
    start();
    append(new Payload.DataLossAccepted(58, "events 58 to 60 are lost; accepted x"));
    stop();
    assertEquals(0, only(verified(), Kind.SIGNED_HEAD_LOST, "52").acceptedBy());
    start();
    long told = append(new Payload.DataLossAccepted(58, "HEAD_AHEAD: events are missing"));
    stop();
    assertEquals(told, only(verified(), Kind.SIGNED_HEAD_LOST, "58").acceptedBy());
  }

  private static List<JournalRecord> edited(List<JournalRecord> records, long id) {
    JournalRecord old = records.get((int) id - 1);
    String body = new String(old.body(), StandardCharsets.UTF_8).replace("because", "whyever");
    byte[] other = body.getBytes(StandardCharsets.UTF_8);
    List<JournalRecord> after = new ArrayList<>(records);
    after.set(
        (int) id - 1,
        new JournalRecord(old.id(), old.timeMs(), old.link(), old.segment(), old.offset(), other));
    return after;
  }

  private void deleteEvents() throws Exception {
    try (Stream<Path> files = Files.list(events())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
