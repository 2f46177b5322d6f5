package solo.core.directory;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import solo.core.recovery.ServiceRecord.Standing;
import solo.core.tenant.ServiceKey;
import solo.core.vault.Seal;

/** What is tried again, when, and that it ends. */
public class RetriesTest {
  @Rule public final TemporaryFolder temp = new TemporaryFolder();
  private DirectoryWorld world;

  @Before
  public void start() throws IOException {
    world = new DirectoryWorld(temp.getRoot().toPath());
  }

  @After
  public void stop() {
    world.close();
  }

  @Test
  public void aChainDroppedInTheWrongOrderAllComesUp() throws IOException {
    world.drop("a.jar", Jars.jar("a", "b"));
    world.drop("b.jar", Jars.jar("b", "c"));
    world.drop("c.jar", Jars.jar("c"));
    world.settle();
    assertEquals(3, world.log.count("service_deployed"));
  }

  @Test
  public void whatIsMissingMayComeLaterAndAfterARestart() throws IOException {
    world.drop("guava.jar", Jars.jar("guava", "failureaccess"));
    world.settle();
    world.assertReceipt("default/guava", "\"refused\"", "missing: [failureaccess]");
    world.start();
    world.drop("failureaccess.jar", Jars.jar("failureaccess"));
    world.settle();
    world.assertReceipt("default/guava", "\"accepted\"");
  }

  @Test
  public void whatLackedASecretIsTriedAgainWhenThatIsThereAndNotBefore() throws IOException {
    world.drop("needy.jar", Jars.jar("needy", "other"));
    world.settle();
    world.newestSecret = 1;
    world.settle();
    assertEquals("an old secret is no news", 1, world.log.count("service_deployment_failed"));
    world.newestSecret = world.log.lastId() + 1;
    world.settle();
    assertEquals(2, world.log.count("service_deployment_failed"));
  }

  @Test
  public void whatLackedTheVaultIsTriedAgainWhenItIsUnsealed() throws IOException {
    world.seal = Seal.SEALED;
    world.drop("needy.jar", Jars.jar("needy", "other"));
    world.newestSecret = 100;
    world.settle();
    assertEquals("a sealed vault has no news", 1, world.log.count("service_deployment_failed"));
    world.newestSecret = 0;
    world.seal = Seal.OPEN;
    world.settle();
    assertEquals(2, world.log.count("service_deployment_failed"));
    world.settle();
    assertEquals("once", 2, world.log.count("service_deployment_failed"));
  }

  @Test
  public void aTryIsMadeAgainWhenTheOtherCameBetweenItsResolveAndItsFailure() throws Exception {
    CountDownLatch resolved = new CountDownLatch(1);
    world.drop("needy.jar", Jars.jar("needy", "other"));
    world.drop("other.jar", Jars.jar("other"));
    world.deployer.afterResolve =
        key -> {
          if (key.service().equals("needy") && resolved.getCount() > 0) {
            resolved.countDown();
            awaitDeployed("default/other");
          } else {
            assertTrue("needy resolves", resolved.await(60, TimeUnit.SECONDS));
          }
        };
    world.settle();
    assertEquals(1, world.log.count("service_deployment_failed"));
    assertEquals(Standing.DEPLOYED, world.record("default/needy").standing());
  }

  private void awaitDeployed(String key) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (world.record(key).standing() != Standing.DEPLOYED) {
      assertTrue(key + " is deployed within a minute", System.nanoTime() < deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  public void whatNeverResolvesIsTriedOnceForEachChangeNotWithoutEnd() throws IOException {
    world.drop("needy.jar", Jars.jar("needy", "nobody"));
    world.settle();
    for (int i = 0; i < 100; i++) {
      world.advance(1000);
      world.round();
      world.awaitIdle();
    }
    assertEquals(1, world.log.count("service_deployment_failed"));
    world.drop("other.jar", Jars.jar("other"));
    world.settle();
    assertEquals(2, world.log.count("service_deployment_failed"));
  }

  @Test
  public void manyThatNeverResolveMakeNoStormWhileManyOthersCome() throws IOException {
    for (int i = 0; i < 20; i++) {
      world.drop("needy" + i + ".jar", Jars.jar("needy" + i, "nobody"));
    }
    world.settle();
    for (int i = 0; i < 50; i++) {
      world.drop("other" + i + ".jar", Jars.jar("other" + i));
      world.settle();
    }
    long failures = world.log.count("service_deployment_failed");
    assertTrue(failures + " failures", failures <= 20 * 15);
  }

  @Test
  public void aServiceThatTheShellHasKilledSinceIsNotTriedAgain() throws IOException {
    world.drop("app.jar", Jars.jar("good"));
    world.settle();
    world.drop("app.jar", Jars.jar("needy", "nobody"));
    world.settle();
    world.killFromShell("default/app");
    world.drop("nobody.jar", Jars.jar("nobody"));
    world.settle();
    assertEquals(Standing.KILLED, world.record("default/app").standing());
  }

  @Test
  public void dep25_aFileWhoseDeployKilledTheProcessIsTriedOnceMoreAloneThenRefused()
      throws IOException {
    ServiceKey deadly = ServiceKey.parse("default/deadly");
    List<String> order = new CopyOnWriteArrayList<>();
    world.deployer.during = key -> order.add(key.service());
    world.deployer.dieIn.add(deadly);
    world.drop("deadly.jar", Jars.jar("deadly"));
    world.settle();
    for (int i = 0; i < 3; i++) {
      world.drop("other" + i + ".jar", Jars.jar("other" + i));
      world.deployer.closeInterrupted(deadly);
      world.start();
      world.settle();
    }
    assertEquals(List.of("deadly", "other0", "deadly", "other1", "other2"), order);
    world.assertReceipt("default/deadly", "\"refused\"", "the process died", "--retry");
    world.drop("deadly.jar", Jars.jar("mended"));
    world.deployer.dieIn.clear();
    world.settle();
    world.assertReceipt("default/deadly", "\"accepted\"");
  }

  @Test
  public void aLoneTryHasNothingBesideIt() throws Exception {
    ServiceKey deadly = ServiceKey.parse("default/deadly");
    world.deployer.dieIn.add(deadly);
    world.drop("deadly.jar", Jars.jar("deadly"));
    world.settle();
    world.deployer.closeInterrupted(deadly);
    world.start();
    CountDownLatch go = new CountDownLatch(1);
    world.deployer.during = key -> assertTrue(go.await(60, TimeUnit.SECONDS));
    world.round();
    world.advance(DirectoryWorld.SETTLE_MS);
    world.round();
    world.drop("other.jar", Jars.jar("other"));
    int calls = world.deployer.calls.get();
    for (int i = 0; i < 5; i++) {
      world.advance(DirectoryWorld.SETTLE_MS);
      world.round();
    }
    assertTrue("only the lone one began", world.deployer.calls.get() <= Math.max(calls, 2));
    assertEquals(Standing.UNDEPLOYED, world.record("default/other").standing());
    go.countDown();
    world.awaitIdle();
    world.settle();
    assertEquals(Standing.DEPLOYED, world.record("default/other").standing());
    assertEquals(1, world.deployer.most.get());
  }
}
