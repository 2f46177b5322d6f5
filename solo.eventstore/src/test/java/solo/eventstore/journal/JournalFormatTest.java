package solo.eventstore.journal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static solo.eventstore.journal.CrashScript.DIR;
import static solo.eventstore.journal.CrashScript.OPTIONS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.Test;
import solo.core.disk.SimDisk;

/** Files of format 1, kept as they were written, are read for ever. */
public class JournalFormatTest {
  private static final List<Long> FIRST_IDS = List.of(1L, 36L);

  @Test
  public void filesOfFormatOneAreReadAndContinued() throws Exception {
    SimDisk disk = new SimDisk();
    for (long first : FIRST_IDS) {
      disk.put(DIR.resolve(Segment.name(first)), resource(Segment.name(first)));
    }
    try (Journal journal = Journal.open(DIR, OPTIONS, disk, record -> {})) {
      assertEquals(
          "30a95496-91d0-48fe-8cc1-8bc00ba35fc4", journal.openReport().instance().toString());
      assertTrue(journal.openReport().cut().isEmpty());
      List<JournalRecord> records = JournalTest.all(journal, 0);
      assertEquals(43, records.size());
      assertEquals(List.of("first", "second", "third"), bodies(records.subList(0, 3)));
      assertEquals("record 43", bodies(records).get(42));
      assertEquals(2_000, records.get(1).timeMs());
      assertEquals(
          "15b5636bb23645471ca5303331b09dcc00e7fda2019bd0f0b8ce541e692b3ba2",
          HexFormat.of().formatHex(records.get(42).link()));
      assertEquals(44, (long) journal.append(new byte[5]).getValue().id());
    }
  }

  private static List<String> bodies(List<JournalRecord> records) {
    return records.stream()
        .map(record -> new String(record.body(), StandardCharsets.UTF_8))
        .toList();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = JournalFormatTest.class.getResourceAsStream("format-1/" + name)) {
      return in.readAllBytes();
    }
  }
}
