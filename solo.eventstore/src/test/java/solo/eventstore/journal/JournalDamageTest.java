package solo.eventstore.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.eventstore.journal.CrashScript.DIR;
import static solo.eventstore.journal.CrashScript.OPTIONS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.Before;
import org.junit.Test;
import solo.core.disk.SimDisk;
import solo.core.event.EventStoreException;

/** What is changed behind the journal's back is found, named, and left as it is. */
public class JournalDamageTest {
  private static final int RECORDS = 60;

  private final List<JournalRecord> records = new ArrayList<>();
  private SimDisk disk;

  @Before
  public void aSealedJournalOfSeveralSegments() throws Exception {
    disk = new SimDisk();
    write(disk, RECORDS);
    assertTrue(last().segment() >= 3);
  }

  @Test
  public void flt07_aFlippedBitInASealedRecordIsDamageAtThatRecord() throws Exception {
    for (JournalRecord record : records) {
      if (record.segment() == last().segment()) {
        int size = RecordFormat.sizeOf(record.body().length);
        for (int at = 0; at < size; at++) {
          int bit = 1 << at % 8;
          DamagedJournalException e = damaged(flipped(record, at, bit));
          assertEquals(file(record.segment()), e.segment());
          assertEquals("byte " + at, record.offset(), e.offset());
        }
      }
    }
  }

  @Test
  public void flt07_aFlipInTheLastSealIsCutAndNoRecordIsLost() throws Exception {
    long seal = last().offset() + RecordFormat.sizeOf(last().body().length);
    for (int at = 0; at < RecordFormat.SEAL_SIZE; at++) {
      SimDisk hurt = disk.kill();
      hurt.bytes(file(last().segment()))[(int) seal + at] ^= 1;
      try (Journal journal = open(hurt)) {
        OpenReport.Cut cut = journal.openReport().cut().orElseThrow();
        assertEquals(seal, cut.offset());
        JournalTest.assertSame(records, JournalTest.all(journal, 0));
      }
    }
  }

  @Test
  public void flt07_aFlipInAForcedSealBeforeALaterRecordIsDamage() throws Exception {
    long seal = last().offset() + RecordFormat.sizeOf(last().body().length);
    try (Journal journal = open(disk)) {
      journal.append(new byte[] {1}).getValue();
      SimDisk hurt = disk.kill();
      hurt.bytes(file(last().segment()))[(int) seal + 20] ^= 1;
      assertEquals("the later record is not sealed", seal, damaged(hurt).offset());
    }
  }

  @Test
  public void flt07_aFlipInAHeaderIsDamageAtItsBegin() {
    for (long number = 1; number <= last().segment(); number++) {
      for (int at = 0; at < SegmentHeader.SIZE; at++) {
        SimDisk hurt = disk.kill();
        hurt.bytes(file(number))[at] ^= (byte) (1 << at % 8);
        DamagedJournalException e = damaged(hurt);
        assertEquals(file(number), e.segment());
        assertEquals(0, e.offset());
      }
    }
  }

  @Test
  public void flt07_aFlipInAHeaderOfAnOpenJournalIsFoundByWhoReadsIt() throws Exception {
    SimDisk hurt = disk.kill();
    try (Journal journal = open(hurt)) {
      for (long number = 1; number <= last().segment(); number++) {
        hurt.bytes(file(number))[300] ^= 1;
        EventStoreException e =
            assertThrows(EventStoreException.class, () -> JournalTest.all(journal, 0));
        assertEquals(EventStoreException.Cause.DAMAGED, e.why());
        assertTrue(e.getMessage(), e.getMessage().contains(file(number) + ", offset 0"));
        hurt.bytes(file(number))[300] ^= 1;
      }
      JournalTest.assertSame(records, JournalTest.all(journal, 0));
    }
  }

  @Test
  public void flt07_aFlipAfterTheLastRecordIsCut() throws Exception {
    SimDisk hurt = disk.kill();
    byte[] bytes = hurt.bytes(file(last().segment()));
    bytes[bytes.length - 10] = 4;
    try (Journal journal = open(hurt)) {
      assertTrue(journal.openReport().cut().isPresent());
      JournalTest.assertSame(records, JournalTest.all(journal, 0));
    }
    try (Journal journal = open(hurt)) {
      assertTrue("zeroed", journal.openReport().cut().isEmpty());
    }
  }

  @Test
  public void flt07_aFlipAtTheEndOfAnEarlierSegmentIsDamageAtTheOpen() {
    JournalRecord end = lastOf(1);
    for (int at = 0; at < RecordFormat.sizeOf(end.body().length); at++) {
      DamagedJournalException e = damaged(flipped(end, at, 1));
      assertEquals(file(1), e.segment());
      assertEquals(end.offset(), e.offset());
    }
  }

  @Test
  public void flt07_aFlipInsideAnEarlierSegmentIsFoundByWhoReadsIt() throws Exception {
    JournalRecord record = records.get(2);
    for (int at = 0; at < RecordFormat.sizeOf(record.body().length); at++) {
      try (Journal journal = open(flipped(record, at, 1))) {
        assertDamaged(() -> JournalTest.all(journal, 0), record);
        assertDamaged(() -> journal.readAt(record.segment(), record.offset()), record);
      }
    }
  }

  @Test
  public void evt18_aRecordThatWasReplacedAsAWholeBreaksTheChain() throws Exception {
    JournalRecord record = records.get(2);
    SimDisk hurt = disk.kill();
    RecordFormat format = new RecordFormat(instance(hurt));
    byte[] other = record.body().clone();
    other[0] ^= 1;
    format.encode(
        new RecordFormat.Frame(
            RecordFormat.EVENT, 1, record.id(), record.id() - 1, record.timeMs(), null, other),
        records.get(1).link(),
        hurt.bytes(file(1)),
        (int) record.offset());
    try (Journal journal = open(hurt)) {
      assertDamaged(() -> JournalTest.all(journal, 0), records.get(3));
    }
  }

  @Test
  public void evt11_aTornTailIsCutAndReported() throws Exception {
    SimDisk hurt = new SimDisk();
    List<JournalRecord> acknowledged = new ArrayList<>();
    SimDisk[] died = new SimDisk[1];
    try (Journal journal = Journal.open(DIR, OPTIONS, hurt, acknowledged::add)) {
      journal.append(new byte[100]).getValue();
      hurt.watch((number, op) -> died[0] = op == SimDisk.Op.FORCE ? hurt.kill() : died[0]);
      journal.append(new byte[100]).getValue();
      hurt.watch((number, op) -> {});
    }
    JournalRecord torn = acknowledged.get(1);
    died[0].bytes(file(1))[(int) torn.offset() + 150] ^= 1;
    try (Journal journal = open(died[0])) {
      OpenReport report = journal.openReport();
      assertEquals(1, report.lastId());
      assertEquals(file(1), report.cut().orElseThrow().segment());
      assertEquals(torn.offset(), report.cut().orElseThrow().offset());
      assertTrue(report.cut().orElseThrow().bytes() > 100);
      assertEquals(2, (long) journal.append(new byte[] {7}).getValue().id());
    }
  }

  @Test
  public void whatTheOpenHasWrittenAgainIsSealed() throws Exception {
    SimDisk unsealed;
    try (Journal journal = open(disk)) {
      journal.append(new byte[100]).getValue();
      unsealed = disk.kill();
    }
    for (int expected = 1; expected >= 0; expected--) {
      SimDisk next = unsealed.kill();
      try (Journal journal = open(next)) {
        assertEquals(expected, journal.openReport().rewritten());
        unsealed = next.kill();
      }
    }
  }

  @Test
  public void flt08_aMissingSegmentIsNamed() {
    for (long number = 1; number < last().segment(); number++) {
      SimDisk hurt = disk.kill();
      remove(hurt, file(number));
      assertMessage(damaged(hurt), "segment " + number + " is missing before this one");
    }
  }

  @Test
  public void flt08_aRenamedSegmentIsNamed() throws Exception {
    for (String name : List.of(Segment.name(999_999), "old.log", "0001.log")) {
      SimDisk hurt = disk.kill();
      hurt.rename(file(last().segment()), DIR.resolve(name));
      assertEquals(DIR.resolve(name), damaged(hurt).segment());
    }
  }

  @Test
  public void flt08_aCopiedSegmentIsNamed() {
    for (long number = 1; number <= last().segment(); number++) {
      SimDisk hurt = disk.kill();
      Path copy = DIR.resolve(Segment.name(firstId(number) + 1));
      hurt.put(copy, hurt.bytes(file(number)));
      DamagedJournalException e = damaged(hurt);
      assertEquals(copy, e.segment());
      assertMessage(e, "renamed or copied");
    }
  }

  @Test
  public void flt08_anEmptyOrShortOrGrownSegmentIsNamed() {
    for (long number = 1; number <= last().segment(); number++) {
      byte[] bytes = disk.bytes(file(number));
      assertMessage(damagedBy(number, new byte[0]), "is empty");
      assertMessage(damagedBy(number, new byte[100]), "100 bytes only");
      byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 512);
      assertMessage(damagedBy(number, cut), "the file has " + cut.length + " bytes");
      byte[] grown = java.util.Arrays.copyOf(bytes, bytes.length + 512);
      assertMessage(damagedBy(number, grown), "the file has " + grown.length + " bytes");
    }
  }

  @Test
  public void flt08_aSegmentOfAnotherJournalIsNamed() throws Exception {
    SimDisk other = new SimDisk();
    write(other, RECORDS);
    for (long number = 2; number <= last().segment(); number++) {
      DamagedJournalException e = damagedBy(number, other.bytes(file(number)));
      assertEquals(file(number), e.segment());
      assertMessage(e, "another journal");
    }
  }

  @Test
  public void flt08_aCrashWhileASegmentIsCreatedIsNoDamage() throws Exception {
    SimDisk hurt = disk.kill();
    hurt.put(DIR.resolve(Segment.UNFINISHED), new byte[100]);
    hurt.put(DIR.resolve(Segment.PREPARED), new byte[5000]);
    try (Journal journal = open(hurt)) {
      JournalTest.assertSame(records, JournalTest.all(journal, 0));
    }
    List<String> names = hurt.list(DIR);
    assertEquals(names.toString(), last().segment(), names.size());
  }

  @Test
  public void flt11_aNewerFormatIsRefusedAndNothingIsWritten() {
    for (long number = 1; number <= last().segment(); number++) {
      SimDisk newer = disk.kill();
      ByteBuffer header = ByteBuffer.wrap(newer.bytes(file(number)), 0, SegmentHeader.SIZE);
      header.putInt(8, 2);
      CRC32C crc = new CRC32C();
      crc.update(header.array(), 0, 12);
      crc.update(header.array(), 16, SegmentHeader.SIZE - 16);
      header.putInt(12, (int) crc.getValue());
      NewerFormatException e = assertThrows(NewerFormatException.class, () -> open(newer));
      assertMessage(e, "has format 2");
      assertEquals("changes", 0, newer.changes());
    }
  }

  @Test
  public void anEmptySegmentGivesWayToALargerOne() throws Exception {
    SimDisk grown = new SimDisk();
    open(grown).close();
    JournalOptions larger = OPTIONS.withSegmentBytes(64 << 10);
    for (int i = 0; i < 2; i++) {
      try (Journal journal = Journal.open(DIR, larger, grown, record -> {})) {
        assertEquals(i + 1, (long) journal.append(new byte[20_000]).getValue().id());
        assertEquals(i + 1, JournalTest.all(journal, 0).size());
      }
    }
    assertEquals(List.of(Segment.name(1)), grown.list(DIR));
  }

  private static void write(SimDisk to, int count, List<JournalRecord> into) throws Exception {
    try (Journal journal = Journal.open(DIR, OPTIONS, to, into::add)) {
      for (int i = 0; i < count; i++) {
        byte[] body = new byte[40 + i];
        java.util.Arrays.fill(body, (byte) i);
        journal.append(body).getValue();
      }
    }
  }

  private void write(SimDisk to, int count) throws Exception {
    write(to, count, to == disk ? records : new ArrayList<>());
  }

  private static Journal open(SimDisk on) throws IOException {
    return Journal.open(DIR, OPTIONS, on, record -> {});
  }

  /** Opening is refused, and changes nothing. */
  private static DamagedJournalException damaged(SimDisk hurt) {
    int before = hurt.changes();
    DamagedJournalException e = assertThrows(DamagedJournalException.class, () -> open(hurt));
    assertEquals("changes", before, hurt.changes());
    assertMessage(e, e.segment() + ", offset " + e.offset());
    return e;
  }

  private DamagedJournalException damagedBy(long number, byte[] bytes) {
    SimDisk hurt = disk.kill();
    hurt.put(file(number), bytes);
    return damaged(hurt);
  }

  private SimDisk flipped(JournalRecord record, int at, int bit) {
    SimDisk hurt = disk.kill();
    hurt.bytes(file(record.segment()))[(int) record.offset() + at] ^= (byte) bit;
    return hurt;
  }

  private static void remove(SimDisk from, Path file) {
    try {
      from.delete(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void assertDamaged(org.junit.function.ThrowingRunnable read, JournalRecord record) {
    EventStoreException e = assertThrows(EventStoreException.class, read);
    assertEquals(EventStoreException.Cause.DAMAGED, e.why());
    assertMessage(e, file(record.segment()) + ", offset " + record.offset());
  }

  private static void assertMessage(Exception e, String part) {
    assertTrue(e.getMessage(), e.getMessage().contains(part));
  }

  private java.util.UUID instance(SimDisk of) throws IOException {
    return SegmentHeader.decode(file(1), of.bytes(file(1))).instance();
  }

  private JournalRecord last() {
    return records.get(records.size() - 1);
  }

  private JournalRecord lastOf(long number) {
    return records.stream()
        .filter(record -> record.segment() == number)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  private long firstId(long number) {
    return records.stream()
        .filter(record -> record.segment() == number)
        .findFirst()
        .orElseThrow()
        .id();
  }

  private Path file(long number) {
    return DIR.resolve(Segment.name(number == 1 ? 1 : firstId(number)));
  }
}
