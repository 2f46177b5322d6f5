package solo.recovery.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.recovery.provider.Container.key;
import static solo.recovery.provider.Container.spec;

import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import solo.core.event.EventStoreException;
import solo.core.event.Payload;
import solo.core.lifecycle.ExitCode;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.recovery.SystemState;
import solo.core.tenant.ServiceKey;

/** The fold of the log, kept up to date. */
public class LogProjectionTest {
  private static final ServiceKey WEB = key("acme/web");
  private static final ServiceKey DB = key("acme/db");

  private final Container container = new Container();

  @Test
  public void anAcknowledgedEventIsInEveryReadingThatBeginsAfterIt() {
    LogProjection projection = container.projection();
    assertEquals(SystemState.EMPTY, projection.current());
    container.deploy(WEB, spec(1));
    assertEquals(Standing.DEPLOYED, projection.current().service(WEB).standing());
    container.kill(WEB);
    assertEquals(Standing.KILLED, projection.current().service(WEB).standing());
  }

  @Test
  public void aReadingThatFindsNothingNewReadsNothing() {
    container.deploy(WEB, spec(1));
    LogProjection projection = container.projection();
    SystemState first = projection.current();
    int readings = container.log.readings();
    assertSame(first, projection.current());
    assertEquals(readings, container.log.readings());
  }

  @Test
  public void rec27_aCheckpointAndTheTailGiveWhatTheWholeLogGives() {
    container.deploy(WEB, spec(1));
    container.checkpoints.add(container.projection().current());
    container.deploy(DB, spec(2));
    container.kill(WEB);
    SystemState both = container.projection().current();
    container.checkpoints.clear();
    assertEquals(container.projection().current(), both);
    assertEquals(Standing.KILLED, both.service(WEB).standing());
  }

  @Test
  public void rec11_aBootReadsTheTailAfterTheCheckpointAndNothingBeforeIt() {
    for (int i = 0; i < 5_000; i++) {
      container.deploy(WEB, spec(i));
    }
    container.checkpoints.add(container.projection().current());
    container.kill(WEB);
    long before = container.log.eventsRead();
    container.projection();
    assertEquals(1, container.log.eventsRead() - before);
    container.restart();
    assertTrue(container.log.eventsRead() - before < 20);
  }

  @Test
  public void aLongTailIsReadWhole() {
    for (int i = 0; i < LogProjection.SHORT_GAP; i++) {
      container.deploy(WEB, spec(i));
    }
    SystemState state = container.projection().current();
    assertEquals(container.log.lastId(), state.id());
    assertEquals(container.log.lastId(), state.service(WEB).specId());
  }

  @Test
  public void readersOnManyThreadsSeeTheStateGrow() throws Exception {
    LogProjection projection = container.projection();
    List<Thread> readers = new ArrayList<>();
    List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
    for (int r = 0; r < 4; r++) {
      readers.add(new Thread(() -> read(projection)));
      readers.get(r).setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
      readers.get(r).start();
    }
    for (int i = 0; i < 500; i++) {
      container.deploy(key("acme/s" + i % 7), spec(i));
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertEquals(List.of(), failures);
  }

  private void read(LogProjection projection) {
    long id = 0;
    while (id < 1_000) {
      long acknowledged = container.log.lastId();
      long seen = projection.current().id();
      assertTrue(seen + " after " + acknowledged, seen >= acknowledged && seen >= id);
      id = seen;
    }
  }

  @Test
  public void aDamagedLogEndsTheProcess() {
    for (int i = 0; i < LogProjection.SHORT_GAP; i++) {
      container.deploy(WEB, spec(i));
    }
    container.log.damageAfter(40);
    assertThrows(EventStoreException.class, container::projection);
    assertEquals(List.of(ExitCode.DAMAGED_DATA), container.exits);
  }

  @Test
  public void aLogThatCannotBeReadAtStartEndsTheProcess() {
    for (int i = 0; i < LogProjection.SHORT_GAP; i++) {
      container.deploy(WEB, spec(i));
    }
    container.log.failAfter(40, EventStoreException.Cause.IO_FAILURE);
    assertThrows(EventStoreException.class, container::projection);
    assertEquals(List.of(ExitCode.IO_FAILURE), container.exits);
  }

  @Test
  public void aShortTailThatIsDamagedEndsTheProcess() {
    container.deploy(WEB, spec(1));
    container.log.failAfter(1, EventStoreException.Cause.DAMAGED);
    assertThrows(EventStoreException.class, container::projection);
    assertEquals(List.of(ExitCode.DAMAGED_DATA), container.exits);
  }

  @Test
  public void rec13_anUnreadableEventIsLoggedAndTheRestIsRecovered() {
    container.deploy(WEB, spec(1));
    container.append(DB, Container.OWNER, 0, new Payload.Unreadable("type 'x_y' is not known"));
    container.deploy(DB, spec(2));
    container.restart();
    assertEquals(2, container.report().recovered());
    assertTrue(container.messages.hold("warn", "x_y"));
  }

  @Test
  public void rec14_afterAnAcceptedGapLaterEventsAreSeen() {
    container.deploy(WEB, spec(1));
    container.log.skip(3);
    container.deploy(DB, spec(2));
    container.restart();
    assertEquals(2, container.report().recovered());
  }

  @Test
  public void aFoldMadeAnewIsTheLogsAndGoesOn() throws Exception {
    container.deploy(WEB, spec(1));
    SystemState right = container.projection().current();
    container.checkpoints.add(new SystemState(right.id(), true, true, new java.util.TreeMap<>()));
    LogProjection wrong = container.projection();
    assertTrue(wrong.current().services().isEmpty());
    wrong.rebuild();
    assertEquals(right, wrong.current());
    container.kill(WEB);
    assertEquals(Standing.KILLED, wrong.current().service(WEB).standing());
  }
}
