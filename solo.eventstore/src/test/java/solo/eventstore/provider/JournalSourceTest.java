package solo.eventstore.provider;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.disk.Disk;
import solo.eventstore.index.IndexSource;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;

public class JournalSourceTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** A checkpoint is taken, and a verify walks, up to the event told last, in whatever moment. */
  @Test
  public void anEventIsReadFromTheMomentItIsToldAndNoEarlier() throws Exception {
    RecentEvents recent = new RecentEvents(2, 1_000);
    AtomicReference<JournalSource> source = new AtomicReference<>();
    List<List<Long>> read = new ArrayList<>();
    List<byte[]> links = new ArrayList<>();
    List<byte[]> asTold = new ArrayList<>();
    JournalOptions options = JournalOptions.defaults().withSegmentBytes(16 << 10);
    try (Journal journal =
        Journal.open(
            folder.getRoot().toPath(),
            options,
            Disk.real(),
            record -> {
              read.add(readAfter(source.get(), record.id() - 1));
              recent.add(record);
              read.add(readAfter(source.get(), record.id() - 1));
              links.add(record.link());
              asTold.add(source.get().linkAt(record.id()));
            })) {
      source.set(new JournalSource(journal, recent));
      for (int i = 0; i < 3; i++) {
        journal.append(new byte[] {1}).getValue();
      }
      assertEquals(3, asTold.size());
      assertEquals(
          List.of(List.of(), List.of(1L), List.of(), List.of(2L), List.of(), List.of(3L)), read);
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(links.get(i), asTold.get(i));
        assertArrayEquals(links.get(i), source.get().linkAt(i + 1));
      }
    }
  }

  private static List<Long> readAfter(JournalSource source, long id) {
    List<Long> ids = new ArrayList<>();
    try (IndexSource.Entries entries = source.read(id)) {
      entries.forEachRemaining(entry -> ids.add(entry.event().id()));
    }
    return ids;
  }
}
