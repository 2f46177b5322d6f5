package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Bundles;
import solo.itest.harness.Canaries;
import solo.itest.harness.Result;
import solo.itest.harness.Screen;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/**
 * A whole life of a container with tokens, secrets and passphrases that are recognised: none of
 * them is in any file afterwards, nor in any answer but the one that hands it out.
 */
public class CanaryIT {
  private static final String PROMPT = "solo> ";

  @Rule public final SoloHome home = new SoloHome();

  private final Canaries canaries = new Canaries();
  private final SecureRandom random = new SecureRandom();
  private SoloProcess process;

  @Test
  public void tok12_vlt01_vlt25_noTokenAndNoSecretIsInAnyFile() throws IOException {
    process = home.start();
    String text = canary("secret");
    byte[] binary = new byte[32];
    random.nextBytes(binary);
    canaries.watch("binary secret", binary);

    process.deploy("acme/greeter", Bundles.named("greeter"));
    final String accessor = token("grant --json --note canary acme 'deploy,secret:read'");
    token("delegate --json --ttl 1h " + accessor + " deploy");
    store("acme/text", text.getBytes(StandardCharsets.UTF_8));
    store("acme/binary", binary);
    process.does("secret-get acme/text");
    process.does("secret-get --json acme/binary");
    mistakes(text);
    String passphrase = canary("passphrase");
    keep(process.pipe(passphrase.getBytes(StandardCharsets.UTF_8), "vault-rotate --passphrase"));
    converse();
    look(accessor);
    process.signal("QUIT");
    keep(process.exec("checkpoint"));
    keep(home.client("stop"));
    process.exitCode();
    keep(home.client("fsck", "--json"));
    assertEquals(List.of(), canaries.seenBelow(home.root()));

    process = home.start();
    keep(process.pipe(canary("wrong passphrase").getBytes(), "vault-unseal"));
    keep(process.pipe(passphrase.getBytes(StandardCharsets.UTF_8), "vault-unseal").expect(0));
    assertEquals(text, process.does("secret-get acme/text").out());
    keep(process.exec("secret-delete acme/text"));
    keep(process.exec("revoke " + accessor));
    look(accessor);
    process.kill9();
    keep(home.client("fsck", "--json"));
    assertEquals(List.of(), canaries.seenBelow(home.root()));
    theScanFindsWhatIsThere(text);
  }

  /** Not one that looks like an option by chance. */
  private String canary(String name) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    String canary = "c" + Base64.getUrlEncoder().encodeToString(bytes);
    canaries.watch(name, canary);
    return canary;
  }

  /** Makes a token that is watched from now on, and returns its accessor. */
  private String token(String command) {
    JsonObject granted = process.does(command).json().getAsJsonObject();
    String token = granted.get("token").getAsString();
    canaries.watch("token " + command, token);
    return granted.get("accessor").getAsString();
  }

  private void store(String key, byte[] value) throws IOException {
    keep(process.pipe(value, "secret-put " + key).expect(0));
  }

  /** What people do wrong: the value as a word, the token for the accessor, a name that is none. */
  private void mistakes(String secret) throws IOException {
    JsonObject granted = process.does("grant --json acme read").json().getAsJsonObject();
    String token = granted.get("token").getAsString();
    canaries.watch("token by mistake", token);
    for (String line :
        List.of(
            "secret-put acme/text " + secret,
            "secret-put acme/text -" + secret,
            "secret-put --" + secret,
            "vault-unseal " + secret,
            "vault-unseal -" + secret,
            "'vault-unseal' " + secret,
            "v = 'vault-unseal'; $v " + secret,
            "vault-rotate --passphrase " + secret,
            "vault-rotate --passphrase=" + secret,
            "revoke " + token,
            "token-info " + token,
            "renew --ttl 1h " + token,
            "delegate " + token + " read",
            "grant acme " + token,
            "tokens " + token,
            token,
            "secret-get acme/nothing",
            "secret-put acme/text")) {
      Result result = process.exec(line);
      assertFalse(line, result.exit() == 0);
      keep(result);
    }
    denied(granted.get("accessor").getAsString(), token);
    byte[] value = secret.getBytes(StandardCharsets.UTF_8);
    keep(process.pipe(value, "secret-put 'acme/no id'").expect(1));
  }

  /** Every kind of use that is denied, and told to the log. */
  private void denied(String accessor, String token) throws IOException {
    keep(process.execAs(token, "services --tenant other").expect(1));
    keep(process.execAs(token, "secret-get acme/text").expect(1));
    keep(process.execAs(token, "revoke " + token).expect(1));
    keep(process.execAs(token, "services").expect(0));
    process.does("revoke " + accessor);
    keep(process.execAs(token, "services").expect(1));
    String mistyped = token.substring(0, token.length() - 1);
    canaries.watch("mistyped token", mistyped);
    keep(process.execAs(mistyped, "services").expect(1));
    keep(process.execAs(canary("what is no token"), "services").expect(1));
    assertFalse(process.events("capability_denied").isEmpty());
  }

  /**
   * A shell on a terminal: what it shows is for the person before it, what it keeps is looked at.
   */
  private void converse() throws IOException {
    String typed = canary("typed secret");
    try (Screen shell = Screen.attach(home)) {
      shell.await(PROMPT);
      shell.type("secret-put acme/typed\r");
      shell.await("value: ");
      shell.type(typed + "\r");
      shell.await("value again: ");
      shell.type(typed + "\r");
      String stored = shell.await("version");
      assertFalse("a hidden value is shown", stored.contains(typed));
      shell.await(PROMPT);
      shell.type("secret-put acme/typed " + typed + "\r");
      shell.await("a value is no word of the command");
      shell.await(PROMPT);
      shell.type("echo " + typed + " | secret-put acme/typed\r");
      shell.await("version");
      shell.await(PROMPT);
      shell.type("grant acme read\r");
      String shown = shell.await("one time");
      String token = shown.replaceAll("(?s).*(solo_[a-z]+_\\w+).*", "$1");
      assertTrue(shown, token.startsWith("solo_"));
      canaries.watch("token of the shell", token);
      shell.await(PROMPT);
      shell.type("revoke " + token + "\r");
      shell.await(PROMPT);
      shell.type("version\r");
      shell.await("framework");
      shell.await(PROMPT);
      shell.type("exit\r");
      shell.status();
    }
    String history = Files.readString(home.state().resolve("history"));
    assertTrue(history, history.contains("version"));
  }

  private void look(String accessor) throws IOException {
    for (String command :
        List.of(
            "status --json",
            "services --json",
            "tokens --json",
            "token-info --json " + accessor,
            "secrets --json",
            "vault-status --json",
            "events --json --limit 10000",
            "events",
            "report --json",
            "verify --json --deep",
            "verify",
            "why acme/greeter",
            "limits acme",
            "clock")) {
      keep(process.exec(command));
    }
  }

  /** An answer that hands nothing out is one more file to be scanned. */
  private void keep(Result result) throws IOException {
    Files.writeString(
        home.root().resolve("answers"),
        result.said() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** Else an empty result would prove nothing. */
  private void theScanFindsWhatIsThere(String secret) throws IOException {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    byte[] begun = ("x" + secret + "y").getBytes(StandardCharsets.UTF_8);
    Path planted = Files.createDirectory(home.root().resolve("planted"));
    for (byte[] form :
        List.of(
            bytes,
            HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII),
            Base64.getEncoder().encode(bytes),
            Base64.getEncoder().encode(begun),
            Base64.getUrlEncoder().encode(("xx" + secret).getBytes(StandardCharsets.UTF_8)),
            secret.getBytes(StandardCharsets.UTF_16LE))) {
      Files.write(planted.resolve("file"), new byte[5000]);
      Files.write(planted.resolve("file"), form, StandardOpenOption.APPEND);
      assertFalse(new String(form), canaries.seenBelow(home.root()).isEmpty());
    }
    Files.delete(planted.resolve("file"));
    assertEquals(List.of(), canaries.seenBelow(home.root()));
    Files.createFile(planted.resolve(secret));
    assertFalse(canaries.seenBelow(home.root()).isEmpty());
  }
}
