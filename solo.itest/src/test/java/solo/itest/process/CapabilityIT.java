package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** Tokens and secrets in the real process, over deaths directly after the acknowledgement. */
public class CapabilityIT {
  @Rule public final SoloHome home = new SoloHome();

  @Test
  public void tok04_tok05_tok10_whatWasAckedHoldsAfterDeaths() {
    SoloProcess process = home.start();
    String parent = grant(process, "acme read,grant");
    String child = accessor(process.does("delegate --json --ttl 1h " + parent + " read"));
    final String other = grant(process, "other read");
    process.kill9();

    process = home.start();
    assertEquals("VALID", states(process).get(parent));
    assertEquals("VALID", states(process).get(child));
    process.does("revoke --reason lost " + parent);
    process.kill9();

    process = home.start();
    SortedMap<String, String> states = states(process);
    assertEquals("REVOKED", states.get(parent));
    assertEquals("ended with its parent", "REVOKED", states.get(child));
    assertEquals("VALID", states.get(other));
    assertEquals(1, process.rows("tokens --tenant other").size());
    JsonObject info = process.does("token-info --json " + child).json().getAsJsonObject();
    assertEquals(parent, info.get("parent").getAsString());
    long revoked = process.events("capability_revoked").get(0).get("id").getAsLong();
    assertEquals(revoked, info.get("endedBy").getAsLong());
    process.does("solo:verify");
  }

  @Test
  public void cap01_aTokenOpensWhatItGrantsUntilItIsRevokedAndNeverAgain() {
    SoloProcess process = home.start();
    process.deploy("acme/greeter", Bundles.named("greeter"));
    process.deploy("other/greeter", Bundles.named("greeter"));
    JsonObject granted = process.does("grant --json acme read,kill").json().getAsJsonObject();
    String token = granted.get("token").getAsString();

    assertEquals(1, process.execAs(token, "services --json").expect(0).rows().size());
    process.execAs(token, "kill other/greeter").expect(1);
    process.execAs(token, "secret-get acme/x").expect(1);
    process.execAs(token, "kill acme/greeter").expect(0);
    JsonObject kill = process.events("service_killed").get(0);
    String accessor = granted.get("accessor").getAsString();
    assertEquals("token:" + accessor, kill.get("actor").getAsString());
    process.does("revoke " + accessor);
    process.kill9();

    process = home.start();
    Result denied = process.execAs(token, "services").expect(1);
    assertEquals(
        "one answer to whatever is wrong",
        process.execAs("solo_cap_nothing", "services").err(),
        denied.err());
    assertEquals("KILLED", process.states().get("acme/greeter"));
    assertEquals("ACTIVE", process.states().get("other/greeter"));
  }

  private static String grant(SoloProcess process, String what) {
    return accessor(process.does("grant --json " + what));
  }

  private static String accessor(Result granted) {
    return granted.json().getAsJsonObject().get("accessor").getAsString();
  }

  private static SortedMap<String, String> states(SoloProcess process) {
    SortedMap<String, String> states = new TreeMap<>();
    for (JsonObject token : process.rows("tokens")) {
      states.put(token.get("accessor").getAsString(), token.get("state").getAsString());
    }
    return states;
  }

  @Test
  public void vlt22_vlt24_secretsSurviveDeathsAndRotations() {
    SoloProcess process = home.start();
    put(process, "acme/db.password", "first");
    process.kill9();

    process = home.start();
    assertEquals("first", value(process, "acme/db.password"));
    put(process, "acme/db.password", "second");
    process.does("vault-rotate");
    process.pipe(bytes("a passphrase"), "vault-rotate --passphrase").expect(0);
    process.kill9();

    process = home.start();
    JsonObject sealed = process.exec("vault-status --json").expect(2).json().getAsJsonObject();
    assertEquals("SEALED", sealed.get("state").getAsString());
    assertTrue(process.does("status").out().contains("SEALED"));
    Result refused = process.exec("secret-get acme/db.password").expect(1);
    assertTrue(refused.toString(), refused.err().contains("vault-unseal"));
    process.pipe(bytes("another"), "vault-unseal").expect(1);
    process.pipe(bytes("a passphrase\n"), "vault-unseal").expect(0);
    assertEquals("second", value(process, "acme/db.password"));
    assertEquals("first", value(process, "--version 1 acme/db.password"));
    process.does("vault-shred --yes acme");
    process.exec("secret-get acme/db.password").expect(1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(SoloProcess process, String key, String value) {
    process.pipe(bytes(value), "secret-put " + key).expect(0);
  }

  private static String value(SoloProcess process, String key) {
    JsonObject secret = process.does("secret-get --json " + key).json().getAsJsonObject();
    byte[] value = Base64.getDecoder().decode(secret.get("value").getAsString());
    return new String(value, StandardCharsets.UTF_8);
  }
}
