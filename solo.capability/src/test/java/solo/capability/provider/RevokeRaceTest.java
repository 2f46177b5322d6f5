package solo.capability.provider;

import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Granted;
import solo.core.capability.Permission;

public class RevokeRaceTest {
  private static final int ROUNDS = 200;

  @Test
  public void cap30_onceARevocationHasReturnedNoVerifyPasses() throws Exception {
    ExecutorService verifiers = Executors.newFixedThreadPool(3);
    try (World world = new World().begin()) {
      for (int round = 0; round < ROUNDS; round++) {
        round(world, verifiers, round % 2 == 0);
      }
    } finally {
      verifiers.shutdownNow();
    }
  }

  private static void round(World world, ExecutorService verifiers, boolean all) throws Exception {
    Granted parent = world.grant(Permission.READ);
    Granted child =
        world.grants.delegate(
            parent.capability().accessor(),
            World.wish("a", World.ORDERS, Permission.READ),
            World.OWNER);
    AtomicBoolean revoked = new AtomicBoolean();
    AtomicInteger passes = new AtomicInteger();
    AtomicInteger late = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      running.add(verifiers.submit(() -> verifyUntilDenied(world, child, revoked, passes, late)));
    }
    World.await("a verify passed", () -> passes.get() > 0);
    if (all) {
      world.grants.revokeAll("a", "leak", World.OWNER);
    } else {
      world.grants.revoke(parent.capability().accessor(), "leak", World.OWNER);
    }
    revoked.set(true);
    for (Future<?> each : running) {
      each.get(20, TimeUnit.SECONDS);
    }
    assertEquals("passed after the revocation", 0, late.get());
  }

  private static void verifyUntilDenied(
      World world, Granted token, AtomicBoolean revoked, AtomicInteger passes, AtomicInteger late) {
    while (true) {
      boolean before = revoked.get();
      try {
        world.rights.verify(token.token(), "a", World.ORDERS, Permission.READ);
        passes.incrementAndGet();
        if (before) {
          late.incrementAndGet();
        }
      } catch (AccessDeniedException e) {
        return;
      }
      if (before) {
        return;
      }
    }
  }
}
