package solo.eventstore.provider;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.recovery.SystemState;
import solo.core.verify.Finding;
import solo.core.verify.Inspection;
import solo.core.verify.Kind;
import solo.eventstore.index.IndexAudit;
import solo.eventstore.index.Indexer;

/**
 * Proves the event index against the journal, and makes it anew where it is wrong. One that catches
 * up, as after it was made anew, is no finding: queries are right meanwhile.
 */
@Component(service = Inspection.class)
public final class IndexInspection implements Inspection {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration PROGRESS = Duration.ofSeconds(30);
  private static final String FIX = "Solo makes the index anew from the journal";

  private final JournalEventStore store;

  /** The inspection of a store's index. */
  @Activate
  public IndexInspection(@Reference JournalEventStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "event index";
  }

  @Override
  public List<Finding> quick(SystemState fold) {
    Indexer indexer = store.indexer();
    Optional<String> off = indexer.off();
    if (off.isPresent()) {
      return List.of(finding("it is off, and queries read the whole log: " + off.get()));
    }
    try {
      return indexer.care().isStuck(ANSWER)
          ? List.of(
              finding(
                  "it stays at event %d, the log is at %d".formatted(indexer.at(), store.lastId())))
          : List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  @Override
  public Iterator<List<Finding>> deep(SystemState fold) {
    IndexAudit audit = new IndexAudit(store.source(), store.indexer());
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return audit.hasNext();
      }

      @Override
      public List<Finding> next() {
        return audit.next().map(IndexInspection::finding).stream().toList();
      }
    };
  }

  private static Finding finding(String wrong) {
    return Finding.of(Kind.INDEX_BEHIND, "", "the event index: " + wrong, FIX, true);
  }

  @Override
  public Optional<String> repair(Finding finding) throws InterruptedException {
    if (finding.kind() != Kind.INDEX_BEHIND) {
      return Optional.empty();
    }
    long at = store.indexer().care().rebuild(PROGRESS);
    return Optional.of("made anew from the journal, at event " + at);
  }
}
