package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Await;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** A service that names a secret: put, deployed, killed with its container, unsealed. */
public class SecretsIT {
  private static final String VAULT = "solo.capability.vault";
  private static final String UNSEAL = "echo a long passphrase | solo:vault-unseal";
  private static final String SECRET = "xyzzy-canary-7";

  @Rule public final SoloHome home = new SoloHome();

  private static Path reader() {
    return Bundles.named("secret.reader");
  }

  private static void put(SoloProcess process, String secret) {
    process.does("echo " + SECRET + " | solo:secret-put " + secret);
  }

  private static String shown(SoloProcess process) {
    return process.does("secret.reader:digest").out().strip();
  }

  private static String digest() throws Exception {
    byte[] bytes = SECRET.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  public void aServiceReadsItsSecretAndEachReadingIsAnEvent() throws Exception {
    SoloProcess process = home.start();
    Result lacking = process.tryDeploy("acme/reader", reader()).expect(1);
    assertTrue(lacking.toString(), lacking.toString().contains("missing secret acme/db.password"));
    String help = process.exec("solo:why --json acme/reader").json().toString();
    assertTrue(help, help.contains("secret-put acme/db.password"));
    put(process, "acme/db.password");
    process.deploy("acme/reader", reader());
    assertEquals(digest(), shown(process));
    List<JsonObject> read = process.events("secret_accessed");
    assertEquals(read.toString(), 1, read.size());
    assertEquals("acme", read.get(0).get("tenant").getAsString());
    assertEquals("reader", read.get(0).get("service").getAsString());
    process.kill9();

    SoloProcess again = home.start();
    assertEquals("a key file opens by itself", "ACTIVE", again.states().get("acme/reader"));
    assertEquals(digest(), shown(again));
    assertFalse("the log of the process", again.printed().contains(SECRET));
  }

  @Test
  public void rec30_itWaitsWhileTheVaultIsSealedAndStartsAfterUnseal() throws Exception {
    home.configure(VAULT, "masterKey", "passphrase");
    SoloProcess process = home.start();
    process.does(UNSEAL);
    put(process, "acme/db.password");
    process.deploy("acme/reader", reader());
    put(process, "default/db.password");
    process.kill9();

    SoloProcess sealed = home.start();
    JsonObject waiting = sealed.services().get("acme/reader");
    assertEquals("WAITING", waiting.get("state").getAsString());
    assertEquals("waits for the vault: vault-unseal", waiting.get("detail").getAsString());
    JsonObject report = sealed.exec("solo:report --json").json().getAsJsonObject();
    assertEquals(report.toString(), 1, report.get("waiting").getAsInt());
    sealed.does("solo:verify");
    home.drop(reader(), "late.jar");
    Await.value(
        "the file is told to lack the vault",
        () ->
            sealed.events("service_deployment_failed").stream()
                .filter(e -> e.toString().contains("vault is sealed"))
                .findFirst());
    sealed.does(UNSEAL);
    sealed.await("acme/reader", "ACTIVE");
    sealed.await("default/late", "ACTIVE");
    assertEquals(1, sealed.events("service_recovered").size());
    sealed.does("solo:verify");
  }
}
