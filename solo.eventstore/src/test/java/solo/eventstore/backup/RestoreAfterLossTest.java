package solo.eventstore.backup;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.Before;
import org.junit.Test;
import solo.core.deploy.ServiceSpec;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.recovery.Fold;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;
import solo.eventstore.Losses;
import solo.eventstore.checkpoint.CheckpointFiles;
import solo.eventstore.fsck.DataCheck;
import solo.eventstore.provider.JournalHistory;
import solo.eventstore.provider.LoggedLines;

/**
 * A backup of a log of which the first event, a deploy, is lost; a checkpoint of event 21 has it.
 */
public class RestoreAfterLossTest extends BackupFixture {
  private static final ServiceKey LONELY = new ServiceKey("acme", "lonely");
  private static final String UNTOLD = "only checkpoints from event 21 on tell";
  private static final int WARNING = 2;

  @Before
  public void lose() throws Exception {
    ServiceSpec spec =
        new ServiceSpec(ServiceSpec.BUNDLE, digest("a bundle"), 1, "s", "1", "x", 1, 1, 1, 1, "");
    Payload deployed = new Payload.ServiceDeployed(spec, false, 1);
    store.append(new EventDraft("acme", "lonely", "owner:ada", "", 0, deployed)).getValue();
    append(20);
    Fold fold = new Fold(SystemState.EMPTY);
    List<Event> all = events(store);
    all.forEach(fold::apply);
    new CheckpointFiles(new JournalHistory(store), LoggedLines.into(log)).write(fold.state());
    append(10);
    close();
    Losses.accept(data().resolve("events"), 1);
    open();
    backup();
  }

  @Test
  public void whatOnlyACheckpointKnowsIsRestored() throws Exception {
    assertEquals(said(), 0, restore(file()));
    assertTrue(said(), said().contains("1 service"));
    assertTrue(knowsLonely());
  }

  @Test
  public void atAnEventBehindTheCheckpointItIsRestoredToo() throws Exception {
    assertEquals(WARNING, restore(file(), "21"));
    assertTrue(said(), said().contains("1 service"));
    assertFalse(said(), said().contains(UNTOLD));
    assertTrue(knowsLonely());
  }

  @Test
  public void atAnEventBeforeTheCheckpointItIsSaidThatNobodyTellsWhatWasLost() throws Exception {
    assertEquals(WARNING, restore(file(), "20"));
    assertTrue(said(), said().contains(UNTOLD));
    assertTrue(said(), said().contains("restore up to event 21 or a later one"));
  }

  private boolean knowsLonely() throws IOException {
    return DataCheck.of(restored(), restored().resolve("none"), step -> {})
        .state()
        .services()
        .containsKey(LONELY);
  }
}
