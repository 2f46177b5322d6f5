package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.Recording;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** What the real process takes, updates, refuses and kills. */
public class DeployIT {
  private static final String ABSENT = "org.example.absent";

  @Rule public final SoloHome home = new SoloHome();

  /** Of its own: deploys that hang block, and the common pool may have one thread only. */
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @After
  public void end() {
    threads.shutdownNow();
  }

  @Test
  public void dep02_whatIsNoBundleIsRefusedInShellReceiptAndEvent() throws IOException {
    Path plain = home.scratch().resolve("plain.jar");
    new JarOutputStream(Files.newOutputStream(plain), new Manifest()).close();
    SoloProcess process = home.start();
    Result refused = process.tryDeploy("default/shell", plain).expect(1);
    JsonObject failed = process.events("service_deployment_failed").get(0);
    assertEquals("shell", failed.get("service").getAsString());
    String reason = failed.get("detail").getAsString();
    assertTrue(refused + " should say " + reason, refused.said().contains(reason));

    home.drop(plain, "dropped.jar");
    String receipt = Receipts.await(home, "default/dropped", "refused").toString();
    assertTrue(receipt + " should say " + reason, receipt.contains(reason));
    assertEquals(2, process.events("service_deployment_failed").size());
  }

  @Test
  public void bad08_textIsRefusedByTheShellAndHeldAsUnfinishedInTheDirectory() throws IOException {
    Path text = Files.writeString(home.scratch().resolve("text.jar"), "this is no bundle");
    SoloProcess process = home.start();
    process.tryDeploy("default/shell", text).expect(1);
    home.drop(text, "dropped.jar");
    Receipts.awaitReason(home, "default/dropped", "pending", "whole zip");
    assertEquals(1, process.events("service_deployment_failed").size());
  }

  @Test
  public void dep03_missingPackageIsNamedInShellReceiptAndEvent() {
    SoloProcess process = home.start();
    Result refused = process.tryDeploy("default/shell", Bundles.named("missing.imports")).expect(1);
    assertTrue(refused.toString(), refused.said().contains(ABSENT));
    assertTrue(refused.toString(), refused.said().contains("1.2"));
    JsonObject failed = process.events("service_deployment_failed").get(0);
    assertTrue(failed.toString(), failed.get("detail").getAsString().contains(ABSENT));

    home.drop(Bundles.named("missing.imports"), "dropped.jar");
    String receipt = Receipts.await(home, "default/dropped", "refused").toString();
    assertTrue(receipt, receipt.contains(ABSENT));
  }

  @Test
  public void bad03_whatIsInstalledIsWhatWasChecked() throws Exception {
    int deploys = Boolean.getBoolean("solo.itest.long") ? 1000 : 60;
    List<Path> versions =
        List.of(
            Bundles.recorder(home.scratch(), "r", "1.0.0"),
            Bundles.recorder(home.scratch(), "r", "2.0.0"),
            Bundles.recorder(home.scratch(), "evil", "6.6.6"));
    Path target = home.scratch().resolve("target.jar");
    home.place(versions.get(0), target);
    AtomicBoolean done = new AtomicBoolean();
    SoloProcess process = home.start();
    Future<?> replacer =
        threads.submit(
            () -> {
              for (int i = 0; !done.get(); i++) {
                home.place(versions.get(i % versions.size()), target);
              }
            });
    try {
      for (int i = 0; i < deploys; i++) {
        JsonObject row = process.deploy("default/r", target);
        String digest = row.get("digest").getAsString();
        assertEquals(digest, Bundles.digest(home.data().resolve("artifacts").resolve(digest)));
        Recording started = home.recordings().get(home.recordings().size() - 1);
        for (Path version : versions) {
          if (Bundles.digest(version).equals(digest)) {
            assertEquals(
                version.getFileName().toString(),
                started.symbolicName() + "-" + started.version() + ".jar");
          }
        }
      }
    } finally {
      done.set(true);
    }
    replacer.get();
  }

  @Test
  public void dep06_killOfAnUnknownIsNotFound() {
    Result result = home.start().exec("solo:kill nobody").expect(1);
    assertTrue(result.toString(), result.said().contains("default/nobody"));
  }

  @Test
  public void dep11_equalIdsInTwoTenantsAreTwoServicesOfTheSameBytes() {
    Path jar = Bundles.recorder(home.scratch(), "both", "1.0.0");
    SoloProcess process = home.start();
    process.deploy("a/both", jar);
    process.deploy("b/both", jar);
    assertEquals(2, Records.startsOf(home, "both").size());
    process.kill("a/both");
    assertEquals(Map.of("a/both", "KILLED", "b/both", "ACTIVE"), process.states());
    assertEquals(1, Records.stopsOf(home, "both").size());
  }

  @Test
  public void dep15_oddIdsAreRefusedOnOneLine() {
    SoloProcess process = home.start();
    for (String name : List.of("../up", "-dash", "a\\u001bb", "ü", "x".repeat(65))) {
      Result result =
          process.exec("solo:deploy --name '%s' %s".formatted(name, Bundles.named("greeter")));
      assertEquals(result.toString(), 1, result.exit());
    }
    assertEquals(Map.of(), process.states());
  }

  @Test
  public void dep17_redeployIsAnUpdateNeverASecondInstance() {
    SoloProcess process = home.start();
    process.deploy("default/greeter", Bundles.named("greeter"));
    assertEquals("Hello, Ada!", process.does("greeter:greet Ada").out().strip());
    process.deploy("default/greeter", Bundles.named("greeter.v2"));
    assertEquals("Good day to you, Ada.", process.does("greeter:greet Ada").out().strip());
    assertEquals(Map.of("default/greeter", "ACTIVE"), process.states());
    assertEquals("2.0.0", process.services().get("default/greeter").get("version").getAsString());
    process.kill9();

    SoloProcess second = home.start();
    assertEquals("Good day to you, Ada.", second.does("greeter:greet Ada").out().strip());
  }

  @Test
  public void dep17_failedUpdateLeavesTheOldRunning() {
    SoloProcess process = home.start();
    process.deploy("default/r", Bundles.recorder(home.scratch(), "r", "1.0.0"));
    for (String bad : List.of("failing.start", "missing.imports")) {
      process.tryDeploy("default/r", Bundles.named(bad)).expect(1);
      JsonObject row = process.services().get("default/r");
      assertEquals("ACTIVE", row.get("state").getAsString());
      assertEquals("r", row.get("symbolicName").getAsString());
    }
    assertEquals(Records.startsOf(home, "r").size(), Records.stopsOf(home, "r").size() + 1);
    process.kill9();
    assertEquals(Map.of("default/r", "ACTIVE"), home.start().states());
  }

  @Test
  public void dep22_hangingStartBlocksNobody() {
    SoloProcess process = home.start();
    Future<Result> hangs = hanging(process, "acme/hangs", "hanging.start");
    Future<Result> spins = hanging(process, "acme/spins", "spinning.start");
    process.await("acme/hangs", "STARTING");
    process.await("acme/spins", "STARTING");
    process.deploy("acme/same", Bundles.recorder(home.scratch(), "same", "1.0.0"));
    process.deploy("other/else", Bundles.recorder(home.scratch(), "else", "1.0.0"));
    process.kill("acme/same");
    assertEquals("ACTIVE", process.states().get("other/else"));
    assertFalse(hangs.isDone());
    assertFalse(spins.isDone());
  }

  private Future<Result> hanging(SoloProcess process, String key, String bundle) {
    Path jar = Bundles.named(bundle);
    return threads.submit(() -> process.tryDeploy(key, jar, "--start-timeout", "600000"));
  }

  @Test
  public void dep22_startThatRunsOutOfTimeFailsAndLeavesNothing() {
    SoloProcess process = home.start();
    for (String bad : List.of("hanging.start", "spinning.start")) {
      Result failed =
          process.tryDeploy("default/bad", Bundles.named(bad), "--start-timeout", "700").expect(1);
      assertTrue(failed.toString(), failed.said().contains("700"));
      assertFalse(process.states().containsKey("default/bad"));
    }
    process.deploy("default/good", Bundles.recorder(home.scratch(), "good", "1.0.0"));
    assertEquals(Map.of("default/good", "ACTIVE"), process.states());
  }

  @Test
  public void dep23_refusedBundleLeavesNoTrace() throws IOException {
    SoloProcess process = home.start();
    process.tryDeploy("default/x", Bundles.named("missing.imports")).expect(1);
    process.tryDeploy("default/y", Bundles.named("failing.start")).expect(1);
    process
        .tryDeploy("default/z", Files.writeString(home.scratch().resolve("z.jar"), "z"))
        .expect(1);
    assertEquals(Map.of(), process.states());
    String bundles = process.does("felix:lb -s").out();
    assertFalse(bundles, bundles.contains("missing.imports"));
    assertFalse(bundles, bundles.contains("failing.start"));
    assertEquals(0, process.sigterm());

    SoloProcess second = home.start();
    assertEquals(Map.of(), second.states());
    second.kill9();
    try (Stream<Path> artifacts = Files.list(home.data().resolve("artifacts"))) {
      assertEquals(List.of(), artifacts.toList());
    }
  }

  @Test
  public void dep19_killOfWhatNeverStopsTellsTheTruth() {
    SoloProcess process = home.start();
    String key = "default/stuck";
    process.tryDeploy(key, Bundles.named("hanging.stop"), "--stop-timeout", "500").expect(0);
    process.exec("solo:kill " + key);
    assertEquals("STOPPING", process.states().get(key));
    process.deploy("default/good", Bundles.recorder(home.scratch(), "good", "1.0.0"));
    process.kill9();
    SoloProcess second = home.start();
    assertEquals(Map.of(key, "KILLED", "default/good", "ACTIVE"), second.states());
  }
}
