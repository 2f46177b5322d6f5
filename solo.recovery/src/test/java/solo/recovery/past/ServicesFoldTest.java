package solo.recovery.past;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.fold.FoldContract;
import solo.core.fold.LogFoldFactory;
import solo.core.recovery.Fold;
import solo.core.recovery.Histories;
import solo.core.recovery.SystemState;

public class ServicesFoldTest extends FoldContract {

  @Override
  protected LogFoldFactory folds() {
    return new ServicesFolds();
  }

  @Override
  protected List<Event> history(long seed, int events) {
    return Histories.random(new Random(seed), events * 2 / 3, 3, 5).events();
  }

  @Test
  public void itIsTheFoldThatRecoveryActsOn() {
    for (long seed = 0; seed < 30; seed++) {
      Fold recovery = new Fold(SystemState.EMPTY);
      ServicesFold fold = new ServicesFold();
      for (Event event : history(seed, 150)) {
        recovery.apply(event);
        fold.apply(event);
        SystemState state = recovery.state();
        assertEquals("seed " + seed, state.services(), fold.services());
        assertEquals("seed " + seed, state.lastStopClean(), fold.system().lastStopClean());
        assertEquals("seed " + seed, state.stopped(), fold.system().stopped());
      }
    }
  }

  @Test
  public void aServiceRestsOnAFewEventsWhateverItsHistory() {
    for (long seed = 0; seed < 10; seed++) {
      int rests = fold(history(seed, 5_000)).restsOn().size();
      assertTrue("seed " + seed + ": " + rests, rests <= 3 * 5 * 8);
    }
  }

  @Test
  public void itIsFoundWhereThereIsNoFramework() {
    List<String> names =
        ServiceLoader.load(LogFoldFactory.class).stream().map(f -> f.get().name()).toList();
    assertTrue(names.toString(), names.contains("services"));
  }
}
