package solo.capability.access;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.Rule;
import org.junit.Test;
import org.osgi.framework.ServiceException;
import org.osgi.framework.ServiceRegistration;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.RateLimitedException;
import solo.core.event.Event;
import solo.core.event.EventQuery;
import solo.core.event.Payload;

/** What goes through a service that was handed out, and when it ends. */
public class TokenServicesTest {
  private static final long SECONDS = 30;

  @Rule public final AccessWorld world = new AccessWorld();

  /** A desk that says whose it is. */
  private record Named(String name) implements Desk {
    @Override
    public String read(String what) throws IOException {
      if (what.equals("broken")) {
        throw new IOException("the desk is broken");
      }
      return name + " reads " + what;
    }

    @Override
    public String write(String what) {
      throw new AssertionError("it was called");
    }
  }

  /** A desk whose reader does what a test says. */
  private record Doing(Callable<String> act) implements Desk {
    @Override
    public String read(String what) throws IOException {
      try {
        return act.call();
      } catch (Exception e) {
        throw new IOException(e);
      }
    }

    @Override
    public String write(String what) {
      return "written";
    }
  }

  private Desk open(String token) {
    return world.services.open(token, Desk.class);
  }

  private String grant(String token, String... operations) {
    return world.tokens.grant(token, "acme", Desk.class, operations);
  }

  private List<Event> denials() {
    String type = Payload.typeOf(Payload.CapabilityDenied.class);
    return world.log.query(new EventQuery("", "", type, 0, 100, false));
  }

  private static void await(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!holds.getAsBoolean()) {
      assertTrue("not within " + SECONDS + " s: " + what, System.nanoTime() < deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static FutureTask<String> begin(Desk desk) {
    FutureTask<String> task = new FutureTask<>(() -> desk.read("x"));
    Thread thread = new Thread(task, "a caller");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static Throwable failure(FutureTask<String> task) throws Exception {
    try {
      throw new AssertionError("it returned " + task.get(SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  @Test
  public void whoLetsGoAfterTheFrameworkHasStoppedHoldsNothing() throws Exception {
    world.offer("a/desk", 0, new Named("a"));
    Target target = world.target();
    target.find();
    assertTrue(target.holds());
    world.framework.stop();
    world.framework.waitForStop(TimeUnit.SECONDS.toMillis(SECONDS));
    target.release();
    assertFalse(target.holds());
  }

  @Test
  public void cap27_theListedOperationsPassAndTheRestIsBlockedAndTold() throws Exception {
    world.offer("acme/web", 0, new Named("web"));
    Desk desk = open(grant("t1", "read"));
    assertEquals("web reads mail", desk.read("mail"));
    assertThrows(AccessDeniedException.class, () -> desk.write("x"));
    assertThrows(AccessDeniedException.class, () -> desk.write("y"));
    Desk another = open("t1");
    assertThrows(AccessDeniedException.class, () -> another.write("z"));
    Payload.CapabilityDenied told = (Payload.CapabilityDenied) denials().get(0).payload();
    assertEquals("wrong_operation", told.why());
    assertEquals("t1", told.accessor());
    assertEquals("api:" + Desk.class.getName(), told.resource());
    assertEquals("acme", denials().get(0).draft().tenant());
    assertEquals("one a second", 1, denials().size());
  }

  @Test
  public void cap27_everyOperationIsAGrantToo() throws Exception {
    world.offer("acme/web", 0, new Doing(() -> "read"));
    Desk desk = open(grant("t1", "*"));
    assertEquals("read", desk.read("x"));
    assertEquals("written", desk.write("x"));
  }

  @Test
  public void cap27_nothingPassesWhenTheTokenHasEnded() throws Exception {
    world.offer("acme/web", 0, new Named("web"));
    Desk desk = open(grant("t1", "read"));
    world.tokens.end("t1");
    assertThrows(AccessDeniedException.class, () -> desk.read("mail"));
    assertEquals(1, world.tokens.denied.get());
    assertThrows(AccessDeniedException.class, () -> open("t1"));
  }

  @Test
  public void whatTheTokenDoesNotGrantIsNotOpened() throws Exception {
    world.tokens.grant("t1", "acme", Runnable.class, "run");
    assertThrows(AccessDeniedException.class, () -> open("t1"));
    assertEquals(1, world.tokens.denied.get());
    assertThrows(
        IllegalArgumentException.class, () -> world.services.open("t1", TokenServicesTest.class));
    assertThrows(IllegalArgumentException.class, () -> world.services.open("t1", Hidden.class));
  }

  interface Hidden {}

  @Test
  public void cap28_aCallThatHangsEndsWithItsTokenAndItsTargetIsInterrupted() throws Exception {
    CountDownLatch under = new CountDownLatch(1);
    AtomicReference<Throwable> seen = new AtomicReference<>();
    world.offer(
        "acme/web",
        0,
        new Doing(
            () -> {
              under.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                seen.set(e);
              }
              return "late";
            }));
    FutureTask<String> call = begin(open(grant("t1", "read")));
    assertTrue(under.await(SECONDS, TimeUnit.SECONDS));
    world.tokens.end("t1");
    assertTrue(failure(call) instanceof AccessDeniedException);
    await("interrupt of the target", () -> seen.get() != null);
  }

  @Test
  public void cap28_whatItReturnsAfterTheEndOfTheTokenIsNotHandedOut() throws Exception {
    world.offer(
        "acme/web",
        0,
        new Doing(
            () -> {
              world.tokens.end("t1");
              return "late";
            }));
    Desk desk = open(grant("t1", "read"));
    assertThrows(AccessDeniedException.class, () -> desk.read("x"));
  }

  @Test
  public void cap28_targetsThatNeverReturnHoldSoManyThreadsOfOneTokenAndNoMore() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicInteger under = new AtomicInteger();
    ServiceRegistration<Desk> hanging =
        world.offer(
            "acme/web",
            5,
            new Doing(
                () -> {
                  under.incrementAndGet();
                  while (release.getCount() > 0) {
                    LockSupport.parkNanos(1_000_000);
                    Thread.interrupted();
                  }
                  return "late";
                }));
    world.offer("acme/other", 0, new Named("other"));
    Desk desk = open(grant("t1", "read"));
    List<FutureTask<String>> calls = new ArrayList<>();
    try {
      for (int i = 0; i < Calls.PER_TOKEN; i++) {
        calls.add(begin(desk));
      }
      await("all of them are under way", () -> under.get() == Calls.PER_TOKEN);
      assertThrows(RateLimitedException.class, () -> desk.read("x"));
      hanging.unregister();
      assertEquals("other reads x", open(grant("t2", "read")).read("x"));
      world.tokens.end("t1");
      for (FutureTask<String> call : calls) {
        assertTrue(failure(call) instanceof AccessDeniedException);
      }
    } finally {
      release.countDown();
    }
  }

  @Test
  public void cap28_whatTheTargetThrowsComesThroughAsItIs() throws Exception {
    world.offer("acme/web", 0, new Named("web"));
    Desk desk = open(grant("t1", "*"));
    IOException broken = assertThrows(IOException.class, () -> desk.read("broken"));
    assertEquals("the desk is broken", broken.getMessage());
    assertThrows(AssertionError.class, () -> desk.write("x"));
    assertEquals("and does not break it", "web reads x", desk.read("x"));
  }

  @Test
  public void theHighestRankingServiceOfTheTokensTenantIsCalledAsItIsNow() throws Exception {
    Desk desk = open(grant("t1", "read"));
    ServiceException none = assertThrows(ServiceException.class, () -> desk.read("x"));
    assertEquals(ServiceException.UNREGISTERED, none.getType());
    world.offer("globex/web", 100, new Named("another tenant's"));
    assertThrows(ServiceException.class, () -> desk.read("x"));
    world.offer("acme/low", 1, new Named("low"));
    assertEquals("low reads x", desk.read("x"));
    ServiceRegistration<Desk> high = world.offer("acme/high", 2, new Named("high"));
    assertEquals("high reads x", desk.read("x"));
    high.unregister();
    assertEquals("low reads x", desk.read("x"));
  }

  @Test
  public void aServiceOfABundleThatIsNobodysIsNeverCalled() throws Exception {
    world.offer("acme/web", 0, new Named("web"));
    world.owners.clear();
    Desk desk = open(grant("t1", "read"));
    assertThrows(ServiceException.class, () -> desk.read("x"));
  }

  @Test
  public void theServiceIsHeldBetweenCallsAndLetGoWhenTheTokenHasEnded() throws Exception {
    ServiceRegistration<Desk> offered = world.offer("acme/web", 0, new Named("web"));
    Desk desk = open(grant("t1", "read"));
    desk.read("x");
    world.services.sweep();
    assertEquals(1, offered.getReference().getUsingBundles().length);
    world.tokens.end("t1");
    world.services.sweep();
    await("it is let go", () -> offered.getReference().getUsingBundles() == null);
  }

  @Test
  public void methodsOfEveryObjectAreAnsweredHereAlsoAfterTheEnd() throws Exception {
    Desk desk = open(grant("t1", "read"));
    world.tokens.end("t1");
    assertEquals(desk, desk);
    assertNotEquals(desk, open(grant("t2", "read")));
    assertEquals(System.identityHashCode(desk), desk.hashCode());
    assertEquals(Desk.class.getName() + " by token:t1", desk.toString());
  }

  @Test
  public void fromTheObjectNoWayLeadsToAClassOfSolos() {
    Desk desk = open(grant("t1", "read"));
    InvocationHandler handler = Proxy.getInvocationHandler(desk);
    for (Class<?> type = handler.getClass(); type != null; type = type.getSuperclass()) {
      assertFalse(type.getName(), type.getName().startsWith("solo."));
    }
    assertSame(Desk.class.getClassLoader(), desk.getClass().getClassLoader());
  }

  @Test
  public void whoHasTheHandlerCallsNothingElseWithIt() throws Throwable {
    world.offer("acme/web", 0, new Named("web"));
    InvocationHandler handler = Proxy.getInvocationHandler(open(grant("t1", "*")));
    Method inside = Named.class.getMethod("read", String.class);
    assertThrows(
        AccessDeniedException.class,
        () -> handler.invoke(null, inside, new Object[] {"past the interface"}));
    assertThrows(
        AccessDeniedException.class,
        () -> handler.invoke(null, Object.class.getMethod("getClass"), null));
  }

  @Test
  public void theTargetSeesTheClassLoaderAndTheInterruptOfItsCaller() throws Exception {
    ClassLoader mine = new URLClassLoader(new URL[0]);
    AtomicReference<ClassLoader> seen = new AtomicReference<>();
    CountDownLatch under = new CountDownLatch(1);
    world.offer(
        "acme/web",
        0,
        new Doing(
            () -> {
              seen.set(Thread.currentThread().getContextClassLoader());
              under.countDown();
              new CountDownLatch(1).await();
              return "";
            }));
    Desk desk = open(grant("t1", "read"));
    FutureTask<String> task = new FutureTask<>(() -> desk.read("x"));
    Thread caller = new Thread(task, "a caller");
    caller.setContextClassLoader(mine);
    caller.start();
    assertTrue(under.await(SECONDS, TimeUnit.SECONDS));
    caller.interrupt();
    assertTrue(failure(task).getCause() instanceof InterruptedException);
    assertSame(mine, seen.get());
  }

  @Test
  public void whatWasOpenedBeforeARestartOfSolosBundlesIsOver() throws Exception {
    world.offer("acme/web", 0, new Named("web"));
    Desk desk = open(grant("t1", "read"));
    world.services.deactivate();
    assertThrows(ServiceException.class, () -> desk.read("x"));
  }
}
