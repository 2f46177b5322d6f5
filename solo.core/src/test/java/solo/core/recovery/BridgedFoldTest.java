package solo.core.recovery;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.recovery.BridgedFold.Gap;

public class BridgedFoldTest {
  private final List<Event> events = Histories.random(new Random(5), 60, 2, 3).events();

  @Test
  public void withoutAGapItIsTheFoldAndAdoptsNothing() {
    Fold plain = new Fold(SystemState.EMPTY);
    BridgedFold fold = new BridgedFold(SystemState.EMPTY, () -> 0);
    for (Event event : events) {
      plain.apply(event);
      assertEquals(Optional.empty(), fold.take(event));
      assertFalse(
          fold.adopt(new SystemState(fold.id(), false, false, SystemState.EMPTY.services())));
      assertEquals(plain.state(), fold.state());
    }
  }

  @Test
  public void afterAGapTheFirstCheckpointCountsAndNoLaterOne() {
    Fold plain = new Fold(SystemState.EMPTY);
    BridgedFold fold = new BridgedFold(SystemState.EMPTY, () -> 0);
    for (Event event : events) {
      plain.apply(event);
      if (event.id() < 10 || event.id() > 20) {
        Optional<Gap> gap = fold.take(event);
        assertEquals(event.id() == 21, gap.isPresent());
        gap.ifPresent(lost -> assertEquals(new Gap(10, 20), lost));
        assertEquals(event.id() >= 21 && event.id() <= 25, fold.afterGap());
      }
      if (event.id() == 25 || event.id() == 30) {
        assertEquals(event.id() == 25, fold.adopt(plain.state()));
      }
    }
    assertEquals(plain.state(), fold.state());
  }

  @Test
  public void whatWasTakenOutIsNotLost() {
    BridgedFold fold = new BridgedFold(SystemState.EMPTY, () -> 20);
    assertEquals(Optional.empty(), fold.take(events.get(4)));
    assertEquals(Optional.empty(), fold.take(events.get(20)));
    assertFalse(fold.afterGap());
    assertEquals(Optional.of(new Gap(22, 29)), fold.take(events.get(29)));
    assertTrue(fold.afterGap());
    BridgedFold partly = new BridgedFold(SystemState.EMPTY, () -> 20);
    assertEquals(Optional.of(new Gap(21, 21)), partly.take(events.get(21)));
  }

  @Test
  public void aCheckpointOfAnotherEventIsNotAdopted() {
    BridgedFold fold = new BridgedFold(SystemState.EMPTY, () -> 0);
    fold.take(events.get(9));
    assertThrows(IllegalArgumentException.class, () -> fold.adopt(SystemState.EMPTY));
  }
}
