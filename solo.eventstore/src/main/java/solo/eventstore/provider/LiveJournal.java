package solo.eventstore.provider;

import java.nio.file.Path;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.disk.Disk;
import solo.eventstore.journal.JournalCursor;
import solo.eventstore.journal.ReadableJournal;

/** The store's journal, for those who copy its files. */
@Component(service = ReadableJournal.class)
public final class LiveJournal implements ReadableJournal {
  private final JournalEventStore store;

  /** The journal of a store. */
  @Activate
  public LiveJournal(@Reference JournalEventStore store) {
    this.store = store;
  }

  @Override
  public UUID instance() {
    return store.source().instance();
  }

  @Override
  public long lastId() {
    return store.source().journal().lastAcknowledgedId();
  }

  @Override
  public Path directory() {
    return store.opening().directory();
  }

  @Override
  public Disk disk() {
    return store.opening().disk();
  }

  @Override
  public JournalCursor read(long afterId) {
    return store.source().journal().read(afterId);
  }
}
