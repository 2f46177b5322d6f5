package solo.itest.exam;

import static org.junit.Assert.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.Before;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.ops4j.pax.exam.util.Filter;
import org.osgi.framework.BundleContext;
import org.osgi.service.condition.Condition;
import org.osgi.util.promise.Promise;
import solo.core.capability.Caller;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Deployer;
import solo.core.deploy.ServiceStatus;
import solo.core.event.Event;
import solo.core.event.EventFeed;
import solo.core.event.EventQuery;
import solo.core.event.EventStore;
import solo.core.tenant.ServiceKey;

/** A test inside a container that is ready; the tests of a class share it. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public abstract class InContainer {
  /** What a test asks for as. */
  static final Caller OWNER = Caller.owner("tester");

  private static final long PATIENCE_SECONDS = 90;

  @Inject protected BundleContext context;
  @Inject protected Deployer deployer;
  @Inject protected EventStore events;

  /** Pax Exam waits for it before a test begins. */
  @Inject
  @Filter("(osgi.condition.id=solo.ready)")
  protected Condition ready;

  /** What a start tells in the background is told: the key that signs. */
  @Before
  public void settled() throws InterruptedException {
    try (EventFeed feed = events.follow(0)) {
      Duration patience = Duration.ofSeconds(PATIENCE_SECONDS);
      Optional<Event> next = feed.next(patience);
      while (next.isPresent() && !next.get().type().equals("audit_key_changed")) {
        next = feed.next(patience);
      }
      assertTrue("the audit key is told within " + patience, next.isPresent());
    }
  }

  @Configuration
  public Option[] framework() {
    return SoloOptions.container();
  }

  /** An example or a third party's bundle by its artifact id. */
  static Path bundle(String artifactId) {
    Path jar = Path.of(System.getProperty("solo.itest.bundles"), artifactId + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new AssertionError("the build has not put " + jar + " there");
    }
    return jar;
  }

  static DeployRequest request(String key, String artifactId) {
    return DeployRequest.of(ServiceKey.parse(key), bundle(artifactId), "test", "because");
  }

  ServiceStatus deploy(String key, String artifactId) throws Exception {
    return done("the deploy of " + key, deployer.deploy(request(key, artifactId), OWNER));
  }

  ServiceStatus kill(String key) throws Exception {
    return done("the kill of " + key, deployer.kill(ServiceKey.parse(key), "enough", OWNER));
  }

  List<Event> eventsOf(String key, String type) {
    ServiceKey service = ServiceKey.parse(key);
    return events.query(
        new EventQuery(service.tenant(), service.service(), type, 0, 10_000, false));
  }

  /** The value of a promise; fails naming what was awaited. */
  static <T> T done(String what, Promise<T> promise) throws Exception {
    await(what, promise);
    try {
      return promise.getValue();
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** The failure of a promise that has to fail; fails naming what was awaited. */
  static Throwable failure(String what, Promise<?> promise) throws Exception {
    await(what, promise);
    Throwable failure = promise.getFailure();
    if (failure == null) {
      throw new AssertionError(what + " did not fail: " + promise.getValue());
    }
    return failure;
  }

  private static void await(String what, Promise<?> promise) throws InterruptedException {
    CountDownLatch resolved = new CountDownLatch(1);
    promise.onResolve(resolved::countDown);
    if (!resolved.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("waited " + PATIENCE_SECONDS + " s for " + what);
    }
  }
}
