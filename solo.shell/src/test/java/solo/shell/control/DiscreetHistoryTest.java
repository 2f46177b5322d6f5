package solo.shell.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class DiscreetHistoryTest {
  @Test
  public void vlt25_linesWithAValueAreLeftOut() {
    for (String line :
        new String[] {
          "secret-put acme/x hunter2",
          "solo:secret-put --json acme/x hunter2",
          "secret-put acme/x --json hunter2",
          "secret-put acme/x -hunter2",
          "secret-put --hunter2",
          "vault-unseal -hunter2",
          "vault-rotate --passphrase=hunter2",
          "vault-rotate --passphrase -hunter2",
          "vault-rotate --passphrase --hunter2",
          "secret-put --json=hunter2",
          "secret-put --reason=hunter2 acme/x",
          "secret-put --json --hunter2",
          "secret-put --json-hunter2 acme/x",
          "secret-put 'hunter 2'",
          "vault-unseal --json=hunter2",
          "vault-rotate hunter2",
          "vault-rotate -hunter2",
          "vault-rotate --reason why hunter2",
          "vault-rotate --passphrase --reason why hunter2",
          "vault-rotate --passphrase-hunter2",
          "vault-rotate --passphrase --json=hunter2",
          "vault-rotate --passphrase --reason=hunter2",
          "echo hunter2 |& secret-put acme/x",
          "echo hunter2 | Secret-Put acme/x",
          "echo hunter2 | *:secret-put acme/x",
          "echo hunter2 | {secret-put acme/x}",
          "echo hunter2 | (secret-put acme/x)",
          "'vault-unseal' hunter2",
          "x = 1; secret-put  acme/x\thunter2",
          "echo hunter2 | secret-put acme/x",
          "echo hunter2 |\nsolo:secret-put acme/x",
          "echo hunter2 | vault-unseal",
          "vault-unseal hunter2",
          "vault-rotate --passphrase hunter2",
          "vault-rotate --passphrase --json hunter2"
        }) {
      assertTrue(line, DiscreetHistory.isSecret(line));
    }
  }

  @Test
  public void tok12_linesWithATokenAreLeftOut() {
    String token = "solo_cap_9hF2kLm0QxYb7ZrT4sVw8NcPd1GeJ6uAa3BoKi5XyEq_1f2E3d";
    for (String line : new String[] {token, "revoke " + token, "x='" + token + "'"}) {
      assertTrue(line, DiscreetHistory.isSecret(line));
    }
  }

  @Test
  public void everyOtherLineIsKept() {
    for (String line :
        new String[] {
          "services --tenant acme",
          "secret-put acme/x",
          "secret-put --json acme/x",
          "secret-put acme/x --json",
          "secret-get acme/x | cat",
          "secrets | grep acme",
          "vault-unseal",
          "vault-unseal --json",
          "vault-rotate --passphrase --reason yearly",
          "vault-rotate --reason 'each year' --passphrase",
          "solo:vault-rotate --json --reason \"each year\"",
          "help secret-put",
          "help solo:vault-rotate",
          "vault-rotate --key-file /x",
          "grant acme deploy,kill",
          "revoke k3Jd9sLq0ZxP",
          "deploy solo_thing_one.jar"
        }) {
      assertFalse(line, DiscreetHistory.isSecret(line));
    }
  }

  @Test
  public void tok12_aFailureDoesNotRepeatAToken() {
    String token = "solo_cap_9hF2kLm0QxYb7ZrT4sVw8NcPd1GeJ6uAa3BoKi5XyEq_1f2E3d";
    assertEquals(
        "there is no token 'solo_cap_***': see tokens",
        Failure.of(new Exception("there is no token '" + token + "': see tokens")).message());
    assertEquals("solo_thing", Failure.of(new Exception("solo_thing")).message());
  }
}
