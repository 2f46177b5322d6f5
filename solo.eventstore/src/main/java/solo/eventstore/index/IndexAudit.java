package solo.eventstore.index;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import solo.eventstore.index.Indexer.Extent;

/**
 * Compares every entry of the index with the journal, in steps: each event that the index should
 * have when the audit begins is looked up under its id and each of its filters; at the end the
 * numbers of entries tell whether there is anything else. Ends early at the first thing that is
 * wrong, and where the index is made anew meanwhile. For one thread.
 */
public final class IndexAudit implements Iterator<Optional<String>> {
  private static final int STEP = 256;

  private final IndexSource source;
  private final Indexer indexer;
  private Extent extent;
  private long through;
  private IndexSource.Entries events;
  private long count;
  private long entries;
  private boolean ended;

  /** Of an index, against what it is derived from. */
  public IndexAudit(IndexSource source, Indexer indexer) {
    this.source = source;
    this.indexer = indexer;
  }

  @Override
  public boolean hasNext() {
    return !ended;
  }

  /** Takes a step; what is wrong, empty where it has found nothing yet. */
  @Override
  public Optional<String> next() {
    if (ended) {
      throw new NoSuchElementException("the audit has ended");
    }
    boolean well = false;
    try {
      Optional<String> wrong = extent == null ? begin() : step();
      well = wrong.isEmpty();
      return wrong;
    } finally {
      if (!well || ended) {
        end();
      }
    }
  }

  private Optional<String> begin() {
    extent = indexer.extent();
    if (extent.at() == 0) {
      ended = true;
    } else {
      through = source.takenOutThrough();
      events = source.read(through);
    }
    return Optional.empty();
  }

  private Optional<String> step() {
    List<Indexed> batch = new ArrayList<>(STEP);
    boolean more = events.hasNext();
    while (more && batch.size() < STEP) {
      Indexed next = events.next();
      more = next.event().id() < extent.at() && events.hasNext();
      batch.add(next);
      entries += Filters.of(next.event()).size();
    }
    count += batch.size();
    ended = !more;
    Optional<String> wrong = indexer.wrong(extent.generation(), batch);
    if (source.takenOutThrough() != through) {
      // what it goes by is not there any more: the next audit tells
      ended = true;
      return Optional.empty();
    }
    return wrong.isPresent() || !ended ? wrong : tooMany();
  }

  /** Each that should be there is: so any other number is of entries that should not. */
  private Optional<String> tooMany() {
    boolean sameIndex = indexer.extent().generation() == extent.generation();
    boolean pruned = extent.first() == 0 || extent.first() > through;
    boolean same = !pruned || (count == extent.events() && entries == extent.entries());
    return !sameIndex || same
        ? Optional.empty()
        : Optional.of(
            "it has %d entries of events and %d of filters, the log makes %d and %d"
                .formatted(extent.events(), extent.entries(), count, entries));
  }

  private void end() {
    ended = true;
    if (events != null) {
      events.close();
      events = null;
    }
  }
}
