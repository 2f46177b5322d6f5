package solo.eventstore.provider;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import solo.core.disk.Disk;
import solo.eventstore.checkpoint.History;
import solo.eventstore.head.WitnessedLog;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalDoor;
import solo.eventstore.journal.TakenOut;

/** The store's journal as checkpoints and head see it: its own id, and the links of its events. */
@Component(service = {History.class, WitnessedLog.class, JournalDoor.class})
public final class JournalHistory implements History, WitnessedLog, JournalDoor {
  private final StoreOpening opening;
  private final JournalEventStore store;
  private final JournalSource source;
  private final Last openedWith;

  /** The history of a store's journal. */
  @Activate
  public JournalHistory(@Reference JournalEventStore store) {
    this.store = store;
    opening = store.opening();
    source = store.source();
    openedWith = store.openedWith();
  }

  @Override
  public UUID instance() {
    return source.instance();
  }

  @Override
  public long lastId() {
    return source.lastId();
  }

  @Override
  public long openedAt() {
    return source.journal().openReport().lastId();
  }

  @Override
  public Last last() {
    return source
        .recent()
        .newest()
        .map(newest -> new Last(newest.id(), newest.link()))
        .orElse(openedWith);
  }

  @Override
  public byte[] linkAt(long id) {
    return source.recent().after(id - 1, 1).stream()
        .findFirst()
        .map(recent -> recent.record().link())
        .orElseGet(() -> source.linkAt(id));
  }

  @Override
  public boolean isLost(long id) {
    return source.journal().isLost(id);
  }

  @Override
  public long takenOutThrough() {
    return source.takenOutThrough();
  }

  @Override
  public Optional<TakenOut> takenOut() {
    return source.journal().takenOut();
  }

  @Override
  public Journal journal() {
    return source.journal();
  }

  @Override
  public void tookOut() {
    store.tookOut();
  }

  @Override
  public Path directory() {
    return opening.directory();
  }

  @Override
  public Disk disk() {
    return opening.disk();
  }
}
