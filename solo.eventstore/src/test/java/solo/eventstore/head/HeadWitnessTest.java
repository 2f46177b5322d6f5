package solo.eventstore.head;

import static org.junit.Assert.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.service.log.Logger;
import solo.core.event.EventStore;
import solo.eventstore.journal.Disk;
import solo.eventstore.provider.LoggedLines;

public class HeadWitnessTest {
  /** What a stop has by default for the close of all parts of Solo. */
  private static final long CLOSE_MS = 3_000;

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final CountDownLatch writes = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @Test
  public void shd06_aStateDirectoryThatHangsDoesNotHoldUpTheClose() throws Exception {
    Logger logger = LoggedLines.into(new ArrayList<>());
    Path file = folder.getRoot().toPath().resolve("head");
    HeadKeeper keeper =
        new HeadKeeper(
            new HeadFile(file, hanging()), new FakeLog(1, 7, 1), Clock.systemUTC(), logger);
    HeadWitness witness =
        new HeadWitness(keeper, store(), (caller, permission, tenant) -> {}, logger, Duration.ZERO);
    assertTrue("its write begins", writes.await(30, TimeUnit.SECONDS));

    long begin = System.nanoTime();
    witness.close();

    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
    release.countDown();
    assertTrue(tookMs + " ms", tookMs < CLOSE_MS);
  }

  private static EventStore store() {
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (proxy, method, arguments) -> 7L);
  }

  /** The real one, but that no file can be made while it hangs. */
  private Disk hanging() {
    return (Disk)
        Proxy.newProxyInstance(
            Disk.class.getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("create")) {
                writes.countDown();
                release.await();
              }
              try {
                return method.invoke(Disk.real(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
