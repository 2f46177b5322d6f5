package solo.eventstore.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.eventstore.journal.CrashScript.DIR;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.Test;
import solo.core.disk.SimDisk;
import solo.core.event.EventStoreException;
import solo.core.fuzz.Checksum;

/** Losses that were accepted: what is whole is read, what is lost never, and the log goes on. */
public class JournalGapTest {
  private static final int RUNS = Integer.getInteger("solo.damages", 300);
  private static final long SEED = Long.getLong("solo.seed", 20_260_101);

  @Test
  public void evt11_anyOneDamageOfSealedDataIsAcceptedAndTheRestIsRead() throws Exception {
    int lossy = 0;
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      lossy += afterRandomDamage(seed) ? 1 : 0;
    }
    assertTrue("runs that lost something: " + lossy, lossy > RUNS / 2);
  }

  /** Says whether records were lost. */
  private static boolean afterRandomDamage(long seed) throws Exception {
    String run = "-Dsolo.seed=" + seed + " -Dsolo.damages=1";
    Damaged journal = new Damaged();
    SimDisk before = journal.disk.kill();
    harm(journal, new Random(seed));
    Set<Long> lost = journal.harmed(before);
    Map<String, String> evidence = contents(journal.disk);
    JournalCheck.Report report = journal.check();
    if (report.isSound()) {
      // a seal, the log's own end, or zeros: nothing proves that something was there
      Set<Long> tail = new TreeSet<>(lost);
      tail.removeIf(id -> id > Damaged.RECORDS - lost.size());
      assertEquals(run, Set.of(), tail);
      return false;
    }
    if (!lost.isEmpty()) {
      long first = report.damages().get(0).gap().firstLost();
      assertEquals(run, lost.iterator().next(), (Long) first);
    }
    assertEquals(run, evidence, contents(journal.disk));
    journal.acceptAll();
    Map<String, String> accepted = contents(journal.disk);
    accepted.keySet().removeIf(name -> name.endsWith(".gap"));
    assertEquals(run, evidence, accepted);
    goesOn(run, journal, lost);
    return !lost.isEmpty();
  }

  private static void goesOn(String run, Damaged journal, Set<Long> lost) throws Exception {
    List<JournalRecord> expected = new ArrayList<>(journal.records);
    expected.removeIf(record -> lost.contains(record.id()));
    for (int generation = 0; generation < 3; generation++) {
      List<JournalRecord> more = new ArrayList<>();
      try (Journal opened = journal.open(more)) {
        JournalTest.assertSame(expected, JournalTest.all(opened, 0));
        for (int i = 0; i < 15; i++) {
          opened.append(new byte[200 + i]).getValue();
        }
        assertTrue(run, more.get(0).id() > Damaged.RECORDS);
        expected.addAll(more);
        JournalTest.assertSame(expected, JournalTest.all(opened, 0));
        for (JournalRecord record : expected) {
          assertTrue(run, Arrays.equals(record.link(), opened.linkAt(record.id())));
          JournalRecord read = opened.readAt(record.segment(), record.offset());
          assertEquals(run, record.id(), read.id());
        }
        for (long id : lost) {
          assertThrows(run, IllegalArgumentException.class, () -> opened.linkAt(id));
          JournalTest.assertSame(
              expected.stream().filter(r -> r.id() > id).toList(), JournalTest.all(opened, id));
        }
      }
      assertTrue(run, journal.check().isSound());
    }
  }

  private static void harm(Damaged journal, Random random) {
    long segment = 1 + random.nextInt((int) journal.last().segment());
    byte[] bytes = journal.disk.bytes(journal.file(segment)).clone();
    int used = bytes.length;
    while (bytes[used - 1] == 0) {
      used--;
    }
    int at = random.nextInt(used);
    switch (random.nextInt(3)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes = Arrays.copyOf(bytes, at);
      default -> Arrays.fill(bytes, at, Math.min(used, at + 1 + random.nextInt(2_000)), (byte) 0);
    }
    journal.put(segment, bytes);
  }

  private static Map<String, String> contents(SimDisk disk) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (String name : disk.list(DIR)) {
      byte[] bytes = disk.bytes(DIR.resolve(name));
      contents.put(name, bytes.length + " " + Arrays.hashCode(bytes));
    }
    return contents;
  }

  @Test
  public void evt10_damageAtTheEndOfWhatWasDurableGivesItsIdsUp() throws Exception {
    Damaged journal = new Damaged();
    journal.flip(journal.last(), 120);
    assertThrows(DamagedJournalException.class, journal::open);
    Gap gap = journal.accept();
    assertEquals(Gap.After.NEW, gap.after());
    assertEquals(60, gap.firstLost());
    assertEquals(60, gap.lastLost());
    SimDisk accepted = journal.disk.kill();
    for (int i = 0; i < 2; i++) {
      try (Journal opened = journal.open()) {
        assertEquals(60, opened.lastAcknowledgedId());
        JournalTest.assertSame(journal.records.subList(0, 59), JournalTest.all(opened, 0));
        assertEquals(List.of(), JournalTest.all(opened, 59));
      }
    }
    journal.disk = accepted;
    try (Journal opened = journal.open()) {
      assertEquals(61, (long) opened.append(new byte[5]).getValue().id());
    }
    assertTrue(journal.check().isSound());
  }

  @Test
  public void evt10_idsThatACutFileMayHaveHeldAreNotGivenAgain() throws Exception {
    Damaged journal = new Damaged();
    try (Journal opened = journal.open(journal.records)) {
      for (int i = 0; i < 20; i++) {
        opened.append(new byte[30]).getValue();
      }
    }
    JournalRecord last = journal.records.get(journal.records.size() - 1);
    JournalRecord first = journal.record(last.id() - 9);
    assertEquals(last.segment(), first.segment());
    byte[] bytes = journal.disk.bytes(journal.file(last.segment()));
    journal.put(last.segment(), Arrays.copyOf(bytes, (int) first.offset() + 8));
    Gap gap = journal.accept();
    assertEquals(first.id(), gap.firstLost());
    assertTrue(gap.toString(), gap.lastLost() >= last.id());
    assertTrue(gap.toString(), gap.lost() <= 2 + (8 << 10) / RecordFormat.HEADER);
    try (Journal opened = journal.open()) {
      assertEquals(gap.next(), (long) opened.append(new byte[5]).getValue().id());
    }
  }

  @Test
  public void flt08_aLostSegmentIsAcceptedWhereverItIs() throws Exception {
    for (long segment = 1; segment < new Damaged().last().segment(); segment++) {
      Damaged journal = new Damaged();
      long from = journal.firstOf(segment).id();
      long to = journal.lastOf(segment).id();
      journal.remove(segment);
      Gap gap = journal.accept();
      assertEquals(from, gap.firstLost());
      assertEquals(to, gap.lastLost());
      goesOn("segment " + segment, journal, range(from, to));
    }
  }

  @Test
  public void flt08_anEmptySegmentIsAcceptedAndStaysAsItIs() throws Exception {
    for (long segment = 1; segment <= new Damaged().last().segment(); segment++) {
      Damaged journal = new Damaged();
      long from = journal.firstOf(segment).id();
      long to = journal.lastOf(segment).id();
      journal.put(segment, new byte[0]);
      Gap gap = journal.accept();
      assertEquals(from, gap.firstLost());
      assertTrue(gap.lastLost() >= to);
      goesOn("segment " + segment, journal, range(from, to));
      assertEquals(0, journal.disk.bytes(journal.file(segment)).length);
    }
  }

  @Test
  public void aDamagedHeaderLosesNoRecord() throws Exception {
    for (long segment = 1; segment <= new Damaged().last().segment(); segment++) {
      Damaged journal = new Damaged();
      journal.disk.bytes(journal.file(segment))[40] ^= 1;
      Gap gap = journal.accept();
      assertEquals(0, gap.lost());
      assertEquals(journal.firstOf(segment).id(), gap.firstLost());
      goesOn("segment " + segment, journal, Set.of());
    }
  }

  @Test
  public void flt08_whatLiesWhereItDoesNotBelongIsNotALossToAccept() throws Exception {
    Damaged other = new Damaged();
    for (String what : List.of("renamed", "copied", "foreign", "named otherwise")) {
      Damaged journal = new Damaged();
      switch (what) {
        case "renamed" -> journal.disk.rename(journal.file(2), DIR.resolve(Segment.name(999)));
        case "copied" ->
            journal.disk.put(DIR.resolve(Segment.name(999)), journal.disk.bytes(journal.file(2)));
        case "foreign" -> journal.put(2, other.disk.bytes(other.file(2)));
        default -> journal.disk.rename(journal.file(2), DIR.resolve("old.log"));
      }
      JournalCheck.Report report = journal.check();
      assertEquals(what, List.of(), report.damages());
      DamagedJournalException stopped = report.stopped().orElseThrow();
      assertTrue(stopped.getMessage(), stopped.getMessage().contains("away"));
      assertThrows(what, DamagedJournalException.class, journal::open);
    }
  }

  @Test
  public void severalGapsAreAcceptedOneByOneInTheirOrder() throws Exception {
    Damaged journal = new Damaged();
    journal.flip(journal.record(5), 100).flip(journal.record(6), 100);
    journal.flip(journal.record(30), 3).flip(journal.record(58), 97);
    List<Long> firsts =
        journal.check().damages().stream().map(damage -> damage.gap().firstLost()).toList();
    assertEquals(List.of(5L, 30L, 58L), firsts);
    List<Gap> gaps = journal.acceptAll();
    assertEquals(3, gaps.size());
    assertEquals(6, gaps.get(0).lastLost());
    goesOn("several", journal, Set.of(5L, 6L, 30L, 58L));
  }

  @Test
  public void evt18_aReplacedRecordIsAcceptedAsABrokenChainAndLosesNothing() throws Exception {
    Damaged journal = new Damaged();
    JournalRecord record = journal.record(3);
    byte[] other = record.body().clone();
    other[0] ^= 1;
    byte[] file = journal.disk.bytes(journal.file(1));
    new RecordFormat(journal.check().stopped().isEmpty() ? instance(file) : null)
        .encode(
            new RecordFormat.Frame(RecordFormat.EVENT, 1, 3, 2, record.timeMs(), null, other),
            journal.record(2).link(),
            file,
            (int) record.offset());
    Gap gap = journal.accept();
    assertEquals(4, gap.firstLost());
    assertEquals(0, gap.lost());
    assertTrue(journal.check().isSound());
    try (Journal opened = journal.open()) {
      assertEquals(Damaged.RECORDS, JournalTest.all(opened, 0).size());
    }
  }

  @Test
  public void aDamagedGapFileIsRefusedAndCanBeAcceptedAgain() throws Exception {
    Damaged journal = new Damaged();
    journal.flip(journal.record(5), 100);
    Gap gap = journal.accept();
    byte[] written = journal.disk.bytes(DIR.resolve(GapFile.name(5)));
    for (int at = 0; at < written.length; at++) {
      Damaged again = new Damaged();
      again.disk = journal.disk.kill();
      again.disk.bytes(DIR.resolve(GapFile.name(5)))[at] ^= 1;
      assertThrows("byte " + at, IOException.class, again::open);
    }
    journal.disk.bytes(DIR.resolve(GapFile.name(5)))[20] ^= 1;
    JournalCheck.Report report = journal.check();
    assertEquals(1, report.brokenGapFiles().size());
    assertEquals(gap, again(gap, report.damages().get(0).gap()));
    journal.accept();
    assertTrue(journal.check().isSound());
  }

  private static Gap again(Gap first, Gap second) {
    assertTrue(Arrays.equals(first.link(), second.link()));
    return new Gap(
        second.instance(),
        second.firstLost(),
        second.next(),
        second.stop(),
        second.resume(),
        second.after(),
        second.own(),
        first.link(),
        second.timeMs(),
        first.acceptance());
  }

  /** Two segments of one number: what is written in the second would be taken for the first's. */
  @Test
  public void aGapOverTwoSegmentsOfOneNumberIsNone() throws Exception {
    Damaged journal = new Damaged();
    journal.flip(journal.record(5), 100).accept();
    Gap gap = GapFile.all(DIR, journal.disk).all().get(0);
    byte[] bytes = GapFile.encode(gap);
    // the first id of the place at which it goes on
    ByteBuffer.wrap(bytes).putLong(80, gap.resume().firstId() + 9);
    byte[] forged = Checksum.mended(bytes, 12);
    assertThrows(DamagedJournalException.class, () -> GapFile.decode(DIR, forged));
    assertEquals(gap.resume(), GapFile.decode(DIR, GapFile.encode(gap)).resume());
  }

  @Test
  public void aGapFileSaysWhoAcceptedWhatAndWhy() throws Exception {
    Damaged journal = new Damaged();
    journal.flip(journal.record(5), 100).accept();
    Gap read = GapFile.all(DIR, journal.disk).all().get(0);
    assertEquals(Damaged.ACCEPTANCE, read.acceptance());
    Gap.Acceptance hostile =
        new Gap.Acceptance(Damaged.ACCEPTANCE.at(), "owner:ö", "x".repeat(100_000), "\u001b[2J");
    byte[] bytes = GapFile.encode(read.with(hostile));
    Gap back = GapFile.decode(DIR, bytes);
    assertEquals("owner:ö", back.acceptance().by());
    assertEquals("\u001b[2J", back.acceptance().what());
    assertTrue(bytes.length < GapFile.LONGEST);
  }

  @Test
  public void aDamageThatIsNotAcceptedIsStillFoundBesideAGap() throws Exception {
    Damaged journal = new Damaged();
    journal.flip(journal.record(5), 100).accept();
    journal.flip(journal.record(10), 100);
    try (Journal opened = journal.open()) {
      EventStoreException e =
          assertThrows(EventStoreException.class, () -> JournalTest.all(opened, 0));
      assertEquals(EventStoreException.Cause.DAMAGED, e.why());
      assertTrue(e.getMessage(), e.getMessage().contains("record 10 "));
    }
  }

  @Test
  public void aNewerGapFileIsRefusedAndNothingIsWritten() throws Exception {
    Damaged journal = new Damaged();
    journal.flip(journal.record(5), 100).accept();
    byte[] bytes = journal.disk.bytes(DIR.resolve(GapFile.name(5)));
    ByteBuffer.wrap(bytes).putInt(8, 2);
    java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
    crc.update(bytes, 0, 12);
    crc.update(bytes, 16, bytes.length - 16);
    ByteBuffer.wrap(bytes).putInt(12, (int) crc.getValue());
    int before = journal.disk.changes();
    assertThrows(NewerFormatException.class, journal::open);
    assertEquals(before, journal.disk.changes());
  }

  private static java.util.UUID instance(byte[] segment) throws IOException {
    return SegmentHeader.decode(DIR, segment).instance();
  }

  private static Set<Long> range(long from, long to) {
    Set<Long> ids = new TreeSet<>();
    for (long id = from; id <= to; id++) {
      ids.add(id);
    }
    return ids;
  }
}
