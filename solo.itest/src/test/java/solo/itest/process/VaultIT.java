package solo.itest.process;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import solo.itest.harness.Result;
import solo.itest.harness.SoloHome;
import solo.itest.harness.SoloProcess;

/** The vault of the real process: killed, sealed, opened, rotated. */
public class VaultIT {
  private static final int KILLS = 3;
  private static final int KILLED = 137;
  private static final String CANARY = "canary-Vq83kLz0PxWm-";
  private static final String PASSPHRASE = "correct-horse-battery";

  @Rule public final SoloHome home = new SoloHome();

  /** That it survives any number of deaths is shown by the crash suite. */
  @Test
  public void vlt24_whatWasAcknowledgedSurvivesAKillAndIsNowhereInTheClear() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < KILLS; i++) {
      SoloProcess process = home.start();
      if (i > 0) {
        assertEquals(expected.get(i - 1), get(process, "acme/s" + (i - 1) % 3));
      }
      expected.add(CANARY + i);
      put(process, "acme/s" + i % 3, CANARY + i);
      process.kill9();
    }
    SoloProcess last = home.start();
    for (int i = KILLS - 3; i < KILLS; i++) {
      assertEquals(expected.get(i), get(last, "acme/s" + i % 3));
    }
    assertEquals("UNSEALED", state(last));
    last.does("solo:verify --deep");
    assertEquals(0, last.sigterm());
    home.client("fsck").expect(0);
    for (Path directory : List.of(home.data(), home.state(), home.deploy(), home.config())) {
      assertNotIn(directory, CANARY);
    }
    assertEquals(
        "r--------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(home.state().resolve("vault.key"))));
  }

  @Test
  public void vlt23_aWrongKeyAtBootLeavesTheContainerUpAndTheVaultSealed() throws IOException {
    SoloProcess first = home.start();
    put(first, "acme/s", "x");
    first.kill9();
    Path file = home.state().resolve("vault.key");
    byte[] right = Files.readAllBytes(file);
    replace(file, new byte[32]);
    SoloProcess second = home.start();
    assertEquals("SEALED", state(second));
    String said = second.exec("solo:secret-get acme/s").expect(1).said();
    assertTrue(said, said.contains("is not the one of this vault"));
    assertTrue(second.exec("solo:status").out().contains("vault sealed"));
    replace(file, right);
    second.does("solo:vault-unseal");
    assertEquals("x", get(second, "acme/s"));
    assertEquals(1, second.events("vault_sealed").size());
  }

  @Test
  public void aPassphraseIsAskedForAfterEachStart() throws IOException {
    home.configure("solo.capability.vault", "masterKey", "passphrase");
    SoloProcess first = home.start();
    unseal(first, PASSPHRASE).expect(0);
    put(first, "acme/s", "x");
    first.kill9();
    SoloProcess second = home.start();
    assertEquals("SEALED", state(second));
    second.exec("solo:secret-get acme/s").expect(1);
    unseal(second, "another-passphrase").expect(1);
    unseal(second, PASSPHRASE).expect(0);
    assertEquals("x", get(second, "acme/s"));
    assertEquals(0, second.sigterm());
    assertFalse(Files.exists(home.state().resolve("vault.key")));
    assertNotIn(home.data(), PASSPHRASE);
    assertNotIn(home.state(), PASSPHRASE);
  }

  @Test
  public void vlt22_aRotationThatIsKilledIsSettledByTheNextStart() {
    int rotated = 0;
    SoloProcess first = home.start();
    put(first, "acme/s", "x");
    first.kill9();
    for (String point : List.of("rotate.both", "rotate.event")) {
      home.set("solo.failpoint", point);
      SoloProcess killed = home.start();
      assertTrue(point, killed.tryExec("solo:vault-rotate").isEmpty());
      assertEquals(KILLED, killed.exitCode());
      home.unset("solo.failpoint");
      SoloProcess next = home.start();
      rotated += point.equals("rotate.both") ? 0 : 1;
      assertEquals(point, "x", get(next, "acme/s"));
      assertEquals(point, rotated, next.events("vault_rotated").size());
      put(next, "t" + rotated + "/new", "y");
      next.kill9();
    }
  }

  private static void put(SoloProcess process, String secret, String value) {
    process.does("echo " + value + " | solo:secret-put " + secret);
  }

  private static String get(SoloProcess process, String secret) {
    return process.does("solo:secret-get " + secret).out();
  }

  private static Result unseal(SoloProcess process, String passphrase) {
    return process.exec("echo " + passphrase + " | solo:vault-unseal");
  }

  private static String state(SoloProcess process) {
    return process
        .exec("solo:vault-status --json")
        .json()
        .getAsJsonObject()
        .get("state")
        .getAsString();
  }

  private static void replace(Path file, byte[] bytes) throws IOException {
    Files.delete(file);
    Files.write(file, bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  private static void assertNotIn(Path directory, String secret) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(file.toString(), bytes.contains(secret));
      }
    }
  }
}
