package solo.eventstore.index;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.disk.Disk;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.eventstore.Await;

/** An index of a log that lacks events whose loss was accepted. */
public class IndexGapTest {
  private static final int LOST = 5_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  /** Events 1 to 10, then none of the lost; memory holds what was appended after those. */
  private static final class Gapped implements IndexSource {
    private final List<Indexed> all = new ArrayList<>();
    private final int inJournalAlone;
    private int readings;

    private Gapped(int afterTheGap) {
      LongStream.rangeClosed(1, 10).forEach(this::add);
      for (int i = 1; i <= afterTheGap; i++) {
        add(10 + LOST + i);
      }
      inJournalAlone = all.size();
    }

    private synchronized void add(long id) {
      EventDraft draft = new EventDraft("", "", "a", "", 0, new Payload.SystemReady(id));
      Event event = new Event(id, Instant.EPOCH, new UUID(0, 1), draft);
      all.add(new Indexed(event, new byte[32], 1, id * 8));
    }

    @Override
    public UUID instance() {
      return new UUID(7, 7);
    }

    @Override
    public synchronized long lastId() {
      return Math.max(10 + LOST, all.get(all.size() - 1).event().id());
    }

    @Override
    public byte[] linkAt(long id) {
      return new byte[32];
    }

    @Override
    public synchronized List<Indexed> recent(long afterId, int most) {
      if (afterId + 1 < recentFrom()) {
        return List.of();
      }
      return all.stream().filter(one -> one.event().id() > afterId).limit(most).toList();
    }

    @Override
    public synchronized long recentFrom() {
      return inJournalAlone == all.size() ? lastId() + 1 : all.get(inJournalAlone).event().id();
    }

    @Override
    public synchronized Entries read(long afterId) {
      readings++;
      Iterator<Indexed> rest =
          all.stream().filter(one -> one.event().id() > afterId).toList().iterator();
      return new Entries() {
        @Override
        public boolean hasNext() {
          return rest.hasNext();
        }

        @Override
        public Indexed next() {
          return rest.next();
        }

        @Override
        public void close() {}
      };
    }

    private synchronized int readings() {
      return readings;
    }
  }

  private Indexer open(Gapped source) {
    return new Indexer(
        new Indexer.Setup(folder.getRoot().toPath(), Disk.real(), "k", source),
        reason -> {
          throw new AssertionError(reason);
        });
  }

  private static List<Long> ids(Indexer indexer, Gapped source) {
    return indexer.search("", new Indexer.Range(0, source.lastId(), 100, false)).found().stream()
        .map(Indexer.Found::id)
        .toList();
  }

  @Test
  public void whatComesAfterTheGapIsInIt() {
    Gapped source = new Gapped(3);
    try (Indexer indexer = open(source)) {
      Await.until("it has caught up", () -> indexer.at() == source.lastId());
      assertEquals(13, ids(indexer, source).size());
      assertSound(source, indexer);
    }
  }

  @Test
  public void aGapAtTheEndKeepsItNeitherBusyNorBehind() throws Exception {
    Gapped source = new Gapped(0);
    try (Indexer indexer = open(source)) {
      Await.until("it has caught up", () -> indexer.at() == 10);
      assertFalse(indexer.care().isStuck(Duration.ofSeconds(10)));
      indexer.flush().join();
      int readings = source.readings();
      for (int i = 0; i < 50; i++) {
        indexer.flush().join();
      }
      assertTrue("it rests", source.readings() - readings < 10);
      assertEquals(10, indexer.care().rebuild(Duration.ofSeconds(10)));

      source.add(10 + LOST + 1);
      indexer.acknowledged(source.lastId());
      Await.until("it goes on", () -> indexer.at() == source.lastId());
      assertEquals(11, ids(indexer, source).size());
      assertSound(source, indexer);
    }
  }

  private static void assertSound(Gapped source, Indexer indexer) {
    IndexAudit audit = new IndexAudit(source, indexer);
    while (audit.hasNext()) {
      audit.next().ifPresent(wrong -> assertEquals("", wrong));
    }
  }
}
