package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** What {@code why} answers of services that do not run, each for a reason of its own. */
public class WhyIT {
  @Rule public final SoloHome home = new SoloHome();

  private static JsonObject why(SoloProcess process, String key) {
    return process.exec("solo:why --json " + key).json().getAsJsonObject();
  }

  private static List<String> texts(JsonObject why, String field) {
    return StreamSupport.stream(why.getAsJsonArray(field).spliterator(), false)
        .map(JsonElement::getAsString)
        .toList();
  }

  private static List<String> chain(JsonObject why) {
    return StreamSupport.stream(why.getAsJsonArray("chain").spliterator(), false)
        .map(step -> step.getAsJsonObject().get("what").getAsString())
        .toList();
  }

  private static void says(JsonObject why, String state, String... because) {
    assertEquals(why.toString(), state, why.get("state").getAsString());
    for (String part : because) {
      assertTrue(why + " should say " + part, why.get("because").getAsString().contains(part));
    }
  }

  @Test
  public void aKilledServiceNamesWhoWhenAndWhyAndHelpBringsItBack() throws IOException {
    SoloProcess process = home.start();
    Path jar = Bundles.recorder(home.scratch(), "a", "1.0.0");
    process.deploy("acme/a", jar);
    process.does("solo:kill --reason 'of no use' acme/a");
    JsonObject why = why(process, "acme/a");
    String owner = "owner:" + System.getProperty("user.name");
    says(why, "KILLED", owner + " killed it at ", "of no use");
    assertEquals(List.of("service_deployed", "service_killed"), chain(why));
    assertEquals(List.of("deploy --tenant acme --name a " + jar), texts(why, "help"));

    Files.delete(jar);
    process.does(texts(why(process, "acme/a"), "help").get(0));
    says(why(process, "acme/a"), "ACTIVE", "it runs since ");
    assertEquals(List.of(), texts(why(process, "acme/a"), "help"));
    Result table = process.does("why acme/a");
    assertTrue(table.toString(), table.out().startsWith("service  acme/a\nstate    ACTIVE\n"));
  }

  @Test
  public void anUnknownServiceFailsAndNamesSimilarOnes() {
    SoloProcess process = home.start();
    process.deploy("default/greeter", Bundles.named("greeter"));
    process.exec("solo:why greter").expect(1);
    JsonObject why = why(process, "greter");
    says(why, "UNKNOWN", "default/greter", "did you mean default/greeter?");
    assertEquals(List.of("why default/greeter"), texts(why, "help"));
    says(why(process, "nothing-like-it"), "UNKNOWN", "neither the log nor the deploy directory");
  }

  @Test
  public void aMissingPackageIsNamedWithWhatBringsIt() {
    SoloProcess process = home.start();
    home.drop(Bundles.named("missing.imports"), "acme/needs.jar");
    Receipts.await(home, "acme/needs", "refused");
    JsonObject why = why(process, "acme/needs");
    says(
        why,
        "UNKNOWN",
        "no deploy of it was ever acknowledged",
        "directory:acme",
        "did not resolve");
    assertEquals(List.of("package org.example.absent [1.2.0,2.0.0)"), texts(why, "missing"));
    assertEquals(
        List.of("deploy a bundle that exports package org.example.absent [1.2.0,2.0.0)"),
        texts(why, "help"));
    assertEquals(List.of("service_deployment_failed"), chain(why));
  }

  @Test
  public void aRefusedFileAndOneThatIsNotWholeSayWhy() throws IOException {
    SoloProcess process = home.start();
    Path nameless = home.scratch().resolve("nameless.jar");
    new java.util.jar.JarOutputStream(Files.newOutputStream(nameless), new java.util.jar.Manifest())
        .close();
    home.drop(nameless, "nameless.jar");
    Receipts.await(home, "default/nameless", "refused");
    says(why(process, "nameless"), "UNKNOWN", "directory:default", "was refused");

    home.drop(Files.writeString(home.scratch().resolve("text.jar"), "text"), "text.jar");
    Receipts.awaitReason(home, "default/text", "pending", "whole zip");
    says(why(process, "text"), "UNKNOWN", "the file text.jar in the deploy directory is pending");
  }

  @Test
  public void theExceptionOfAFailedStartIsTold() {
    SoloProcess process = home.start();
    process.tryDeploy("default/bad", Bundles.named("failing.start")).expect(1);
    says(why(process, "bad"), "UNKNOWN", "failed", "this bundle always fails to start");

    process.deploy("default/good", Bundles.recorder(home.scratch(), "good", "1.0.0"));
    process.tryDeploy("default/good", Bundles.named("failing.start")).expect(1);
    says(why(process, "good"), "ACTIVE", "last update failed: ", "always fails to start");
  }

  @Test
  public void componentsThatAreNotThereAreNamedWithWhatTheyLack() {
    SoloProcess process = home.start();
    process.deploy("default/waits", Bundles.named("waiting.components"));
    JsonObject why = why(process, "waits");
    says(why, "ACTIVE", "its bundle is active, and yet ", "failed to activate: ", "no luck today");
    assertEquals(
        List.of(
            "configuration waiting.configuration",
            "service java.util.function.Supplier with (clock=atomic), for reference 'clock'"),
        texts(why, "missing").stream().sorted().toList());
    assertTrue(
        why.toString(),
        texts(why, "help").contains("add " + home.config().resolve("waiting.configuration.cfg")));
    assertTrue(
        why.toString(),
        texts(why, "help")
            .contains(
                "deploy a bundle that provides service java.util.function.Supplier"
                    + " with (clock=atomic)"));
  }

  @Test
  public void aServiceStoppedByHandSaysSo() {
    home.configure("solo.recovery.verify", "autoFix", "report");
    SoloProcess process = home.start();
    JsonObject row = process.deploy("default/a", Bundles.recorder(home.scratch(), "a", "1.0.0"));
    process.does("felix:stop " + row.get("bundleId").getAsLong());
    JsonObject why = why(process, "a");
    says(why, "FAILED", "says that it runs, and it does not: its bundle was stopped from outside");
    assertEquals("verify --fix", texts(why, "help").get(0));
    process.exec("verify").expect(1);
    process.does("verify --fix");
    process.exec("report --verify").expect(0);
    says(why(process, "a"), "ACTIVE", "it runs since ");
    process.does("felix:stop " + row.get("bundleId").getAsLong());
    why = why(process, "a");
    assertTrue(
        why.toString(), chain(why).contains("bundle " + row.get("bundleId") + " is RESOLVED"));
  }

  @Test
  public void aQuarantinedServiceTellsItsDeathsAndHelpIsARetry() throws IOException {
    Path armed = home.scratch().resolve("armed");
    home.set("crashing.start.when", armed.toString());
    SoloProcess first = home.start();
    first.deploy("default/crash", Bundles.named("crashing.start"));
    first.kill9();
    Files.createFile(armed);
    for (int i = 0; i < 3; i++) {
      assertEquals(134, home.launch().exitCode());
    }
    SoloProcess last = home.start();
    JsonObject why = why(last, "crash");
    says(why, "QUARANTINED", "the container died 3 times while it started");
    assertEquals(List.of("service_deployed", "service_quarantined"), chain(why));
    Files.delete(armed);
    last.does(texts(why, "help").get(1));
    says(why(last, "crash"), "ACTIVE");
  }

  @Test
  public void aServiceThatLostItsPackagesNamesThem() {
    SoloProcess process = home.start();
    process.deploy("default/base", Bundles.named("failureaccess"));
    process.deploy("default/guava", Bundles.named("guava"));
    process.kill("default/base");
    process.await("default/guava", "FAILED");
    JsonObject why = why(process, "guava");
    says(why, "FAILED", "missing package com.google.common.util.concurrent.internal");
    assertTrue(
        why.toString(), texts(why, "missing").get(0).startsWith("package com.google.common."));
  }
}
