package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.Pty;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Sessions by token with the real process and the real client. */
public class TokenSessionIT {
  private static final String NOT_VALID = "the token is not valid for this";

  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void cap24_sessionHasJustItsTokensRightsAndTenant() throws IOException {
    SoloProcess process = home.start();
    Path jar = Bundles.recorder(home.scratch(), "r", "1.0.0");
    process.deploy("default/owners", jar);
    JsonObject granted = grant(process, "acme deploy,kill,read,events");
    Path file = tokenFile(granted);
    by(file, "deploy --tenant acme --name mine " + jar).expect(0);
    home.bash(
            "'%s' exec --token-file '%s' --data '%s' 'deploy --tenant acme --name mine -' < '%s'"
                .formatted(SoloHome.CHECKOUT.resolve("solo"), file, home.data(), jar))
        .expect(0);
    refused(by(file, "deploy --name mine " + jar));
    refused(by(file, "kill owners"));
    refused(by(file, "shutdown"));
    refused(by(file, "checkpoint"));
    refused(by(file, "verify --fix"));
    refused(by(file, "services --tenant default"));
    assertEquals(1, by(file, "services --json").expect(0).rows().size());
    by(file, "events --json")
        .expect(0)
        .rows()
        .forEach(event -> assertEquals("acme", event.get("tenant").getAsString()));
    assertEquals(
        "token:" + granted.get("accessor").getAsString(),
        process.events("service_deployed").get(1).get("actor").getAsString());
    for (String line : new String[] {"services | cat", "bundlecontext", "gogo:cat", "$(status)"}) {
      by(file, line).expect(64);
    }
    assertTrue(
        home.client("status", "--token-file", file.toString())
            .expect(0)
            .out()
            .contains("ready, 1 service,"));
    process.does("revoke " + granted.get("accessor").getAsString());
    refused(by(file, "services"));
    assertTrue(
        home.client("stop", "--token-file", file.toString()).expect(1).said().contains(NOT_VALID));
    assertTrue(process.isAlive());
  }

  @Test
  public void shl01_accessSocketIsForAGroupAndNobodyWithoutAToken() throws IOException {
    Path socket = home.root().resolve("access");
    home.configure("solo.shell.access", "socket", socket);
    SoloProcess process = home.start();
    assertEquals("rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(home.data().resolve("socket"))));
    Result nobody = home.client("exec", "status", "--socket", socket.toString()).expect(1);
    assertEquals("", nobody.out());
    assertTrue(nobody.said(), nobody.said().contains("a token is needed"));
    Path file = tokenFile(grant(process, "acme read"));
    Result reader =
        home.client("exec", "services", "--socket", socket.toString(), "--token-file", file + "");
    assertTrue(reader.expect(0).out().contains("no services"));
    assertEquals(0, process.sigterm());
    assertFalse(Files.exists(socket));
  }

  @Test
  public void revokedInTheMiddleOfAShellTheNextCommandIsRefused() throws IOException {
    assumeTrue(Pty.isThere());
    SoloProcess process = home.start();
    JsonObject granted = grant(process, "acme read");
    try (Pty shell = Pty.run(home, "shell", "--token-file", tokenFile(granted).toString())) {
      shell.await("solo> ");
      shell.type("services\r");
      shell.await("no services");
      process.does("revoke " + granted.get("accessor").getAsString());
      shell.type("services\r");
      shell.await(NOT_VALID);
      shell.type("\u0004");
      assertEquals(1, shell.status());
    }
  }

  private static JsonObject grant(SoloProcess process, String terms) {
    return process.does("grant --json " + terms).json().getAsJsonObject();
  }

  private Path tokenFile(JsonObject granted) throws IOException {
    Path file = home.root().resolve("token");
    Files.writeString(file, granted.get("token").getAsString() + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private Result by(Path file, String command) {
    return home.client("exec", command, "--token-file", file.toString());
  }

  private static void refused(Result result) {
    assertTrue(result.toString(), result.expect(1).said().contains(NOT_VALID));
  }
}
