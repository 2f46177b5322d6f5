package solo.shell.provider;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.util.promise.Deferred;
import solo.core.capability.Caller;
import solo.core.deploy.DeployException;
import solo.core.deploy.DeployRequest;
import solo.core.deploy.Deployer;
import solo.core.deploy.ServiceState;
import solo.core.deploy.ServiceStatus;
import solo.core.tenant.ServiceKey;

public class DeployCommandsTest {
  static final Set<String> KEYS =
      Set.of(
          "tenant",
          "service",
          "state",
          "digest",
          "version",
          "since",
          "symbolicName",
          "size",
          "source",
          "eventId",
          "bundleId",
          "detail");

  @Rule public final TemporaryFolder folder = new TemporaryFolder();

  private final Console console = new Console();
  private Path jar;

  @Before
  public void file() throws Exception {
    jar = Files.createFile(folder.getRoot().toPath().toRealPath().resolve("gson-2.13.2.jar"));
    console.session.currentDir(jar.getParent());
  }

  @After
  public void close() {
    console.close();
  }

  private DeployRequest deployed() {
    return console.container.deploys.get(console.container.deploys.size() - 1);
  }

  @Test
  public void theFilesNameWithoutJarIsTheServicesName() throws Exception {
    console.run("deploy gson-2.13.2.jar");

    DeployRequest expected =
        DeployRequest.of(ServiceKey.parse("default/gson-2.13.2"), jar, "shell:" + jar, "");
    assertEquals(expected, deployed());
  }

  @Test
  public void everyOptionReachesTheRequest() throws Exception {
    console.run(
        "solo:deploy --tenant acme --name json --reason 'a fix' --retry --start-timeout 7000"
            + " --stop-timeout 8000 "
            + jar);

    ServiceKey key = new ServiceKey("acme", "json");
    assertEquals(
        new DeployRequest(key, jar, "shell:" + jar, "a fix", true, 7000, 8000), deployed());
  }

  @Test
  public void relativePathsStartAtTheSessionsDirectory() throws Exception {
    console.session.currentDir(Files.createDirectory(jar.resolveSibling("sub")));

    console.run("deploy ../gson-2.13.2.jar");

    assertEquals(jar, deployed().file());
  }

  @Test
  public void aTildeIsTheHomeOfTheUser() {
    Path home = Path.of(System.getProperty("user.home"));

    assertEquals(
        "there is no file '" + home.resolve("no such.jar") + "'",
        console.fail("deploy '~/no such.jar'"));
  }

  @Test
  public void answersWithTheService() throws Exception {
    JsonArray answer = console.json("deploy --json gson-2.13.2.jar").getAsJsonArray();

    assertEquals(1, answer.size());
    assertEquals(KEYS, answer.get(0).getAsJsonObject().keySet());
    assertTrue(console.run("deploy gson-2.13.2.jar").contains("ACTIVE"));
  }

  @Test
  public void aFileThatIsNotThereIsRefusedByItsPath() {
    assertEquals(
        "there is no file '" + jar.resolveSibling("no.jar") + "'", console.fail("deploy no.jar"));
    assertEquals(
        "'" + jar.getParent() + "' is a directory, not a bundle", console.fail("deploy ."));
    assertEquals(List.of(), console.container.deploys);
  }

  @Test
  public void aFileNameThatIsNoServicesNameAsksForOne() throws Exception {
    Files.createFile(jar.resolveSibling("my bundle.jar"));

    assertEquals(
        "the file's name 'my bundle.jar' is no service's name: give one with --name",
        console.fail("deploy 'my bundle.jar'"));
    console.run("deploy --name mine 'my bundle.jar'");
    assertEquals("default/mine", deployed().key().toString());
  }

  @Test
  public void namesAndTimeoutsAreChecked() {
    assertTrue(console.fail("deploy --tenant a/b gson-2.13.2.jar").startsWith("tenant 'a/b' is"));
    assertTrue(console.fail("deploy --name '..' gson-2.13.2.jar").startsWith("service '..' is"));
    assertEquals(
        "--start-timeout is a number from 0 to 2147483647, not soon",
        console.fail("deploy --start-timeout soon gson-2.13.2.jar"));
    assertTrue(
        console.fail("deploy --stop-timeout -1 gson-2.13.2.jar").startsWith("--stop-timeout is"));
  }

  @Test
  public void aFailedDeployAnswersWithTheDeployersWords() {
    String message = "missing package org.missing; version [1,2)";
    console.container.failure = new DeployException(DeployException.Cause.UNRESOLVED, message, 12);

    assertEquals(message, console.fail("deploy gson-2.13.2.jar"));
  }

  @Test
  public void shl03_anInterruptEndsTheWaitNotTheDeploy() throws Exception {
    Deferred<ServiceStatus> never = new Deferred<>();
    Deployer fake = console.container.parts.deployer;
    console.container.parts.deployer =
        new Deployer() {
          @Override
          public org.osgi.util.promise.Promise<ServiceStatus> deploy(
              DeployRequest request, Caller caller) {
            Thread.currentThread().interrupt();
            return never.getPromise();
          }

          @Override
          public org.osgi.util.promise.Promise<ServiceStatus> kill(
              ServiceKey key, String reason, Caller caller) {
            return fake.kill(key, reason, caller);
          }

          @Override
          public List<ServiceStatus> services(Caller caller) {
            return fake.services(caller);
          }

          @Override
          public java.util.Optional<ServiceStatus> service(ServiceKey key, Caller caller) {
            return fake.service(key, caller);
          }
        };

    assertEquals(
        "interrupted: the deploy of default/gson-2.13.2 goes on, see solo:services",
        console.fail("deploy gson-2.13.2.jar"));
  }

  @Test
  public void killTakesSeveralAndOneReason() throws Exception {
    console.container.put("default/a", ServiceState.ACTIVE, "");
    console.container.put("acme/b", ServiceState.ACTIVE, "");

    JsonArray killed = console.json("kill --reason old --json a acme/b").getAsJsonArray();

    assertEquals(2, killed.size());
    assertEquals("KILLED", killed.get(1).getAsJsonObject().get("state").getAsString());
    assertEquals(List.of("old", "old"), console.container.reasons);
  }

  @Test
  public void aKillThatFailsTellsWhichWereKilled() {
    console.container.put("default/a", ServiceState.ACTIVE, "");

    assertEquals(
        "default/x: there is no service default/x; killed: default/a", console.fail("kill x a"));
    assertEquals(ServiceState.KILLED, console.container.services.firstEntry().getValue().state());
  }

  @Test
  public void killChecksEveryNameBeforeItKillsOne() {
    console.container.put("default/a", ServiceState.ACTIVE, "");

    assertTrue(console.fail("kill a b/c/d").startsWith("service 'c/d' is not an id"));
    assertEquals(List.of(), console.container.reasons);
  }

  @Test
  public void shl06_servicesHasATableAndJson() throws Exception {
    console.container.put("default/a", ServiceState.ACTIVE, "");
    console.container.put("acme/b", ServiceState.FAILED, "missing package x");

    assertEquals(
        """
        TENANT   SERVICE  STATE   VERSION  DIGEST        SINCE                     DETAIL
        acme     b        FAILED  1.2.3    0123456789ab  2026-02-03T04:05:06.700Z  missing package x
        default  a        ACTIVE  1.2.3    0123456789ab  2026-02-03T04:05:06.700Z""",
        console.run("services"));
    JsonArray services = console.json("services --json").getAsJsonArray();
    JsonObject first = services.get(0).getAsJsonObject();
    assertEquals(2, services.size());
    assertEquals(KEYS, first.keySet());
    assertEquals("acme", first.get("tenant").getAsString());
    assertEquals(FakeContainer.DIGEST, first.get("digest").getAsString());
    assertEquals(1234, first.get("size").getAsLong());
  }

  @Test
  public void servicesAreFilteredByTenantAndState() throws Exception {
    console.container.put("default/a", ServiceState.ACTIVE, "");
    console.container.put("acme/b", ServiceState.FAILED, "");
    console.container.put("acme/c", ServiceState.ACTIVE, "");

    assertEquals(2, console.json("services --tenant acme --json").getAsJsonArray().size());
    assertEquals(2, console.json("services --state active --json").getAsJsonArray().size());
    assertEquals("[]", console.run("services --tenant nobody --json"));
    assertEquals("no services", console.run("services --tenant nobody"));
    assertTrue(
        console
            .fail("services --state up")
            .startsWith("there is no state 'up': expected one of STARTING, "));
  }

  @Test
  public void aPatternThatMatchesSeveralFilesNamesThem() throws Exception {
    Path root = folder.newFolder().toPath();
    Files.createFile(root.resolve("one.jar"));
    console.session.currentDir(root);
    console.run("deploy *.jar");
    assertEquals("one", console.container.deploys.get(0).key().service());

    Files.createFile(root.resolve("two.jar"));
    assertEquals(
        "deploy takes one file, and the pattern matches 2: 'one.jar', 'two.jar'",
        console.fail("deploy *.jar"));
    assertEquals(1, console.container.deploys.size());
  }
}
