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
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;

public class JournalSourceTest {
  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** A checkpoint is taken at the event that was told last, in whatever moment. */
  @Test
  public void theLinkOfAnEventIsThereAsSoonAsTheEventIsTold() throws Exception {
    RecentEvents recent = new RecentEvents(2, 1_000);
    AtomicReference<JournalSource> source = new AtomicReference<>();
    List<byte[]> links = new ArrayList<>();
    List<byte[]> asTold = new ArrayList<>();
    JournalOptions options = JournalOptions.defaults().withSegmentBytes(16 << 10);
    try (Journal journal =
        Journal.open(
            folder.getRoot().toPath(),
            options,
            Disk.real(),
            record -> {
              recent.add(record);
              links.add(record.link());
              asTold.add(source.get().linkAt(record.id()));
            })) {
      source.set(new JournalSource(journal, recent));
      for (int i = 0; i < 3; i++) {
        journal.append(new byte[] {1}).getValue();
      }
      assertEquals(3, asTold.size());
      for (int i = 0; i < 3; i++) {
        assertArrayEquals(links.get(i), asTold.get(i));
        assertArrayEquals(links.get(i), source.get().linkAt(i + 1));
      }
    }
  }
}
