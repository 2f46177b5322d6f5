package solo.shell.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import solo.core.control.ExitStatus;
import solo.core.vault.VaultKeys;
import solo.core.vault.VaultKeys.Source;
import solo.core.vault.VaultKeys.State;

public class VaultCommandsTest {
  private final Console console = new Console();
  private final FakeAccess access = console.access;
  private final Typist typist = console.typist;

  @After
  public void close() {
    console.close();
  }

  private int status(String line) throws Exception {
    return ((ExitStatus) console.session.execute(line)).status();
  }

  @Test
  public void shl06_vaultStatusHasLinesAndJson() throws Exception {
    assertEquals(
        """
        state  UNSEALED
        key    number 1, in /solo/state/vault.key
        holds  3 secrets in 5 versions of 2 tenants""",
        console.run("vault-status"));
    assertEquals(ExitStatus.DONE, status("vault-status"));
    access.vault = FakeAccess.vault(State.EMPTY, Source.FILE, "");
    assertTrue(console.run("vault-status").contains("key    none yet, in /solo/state/vault.key"));
    assertEquals(ExitStatus.DONE, status("vault-status"));
  }

  @Test
  public void vlt23_aSealedVaultSaysWhyAndWhatToDo() throws Exception {
    access.vault = FakeAccess.vault(State.SEALED, Source.FILE, "there is no key file");
    assertEquals(
        """
        state  SEALED: there is no key file
        key    number 1, in /solo/state/vault.key
        holds  3 secrets in 5 versions of 2 tenants
        fix    mend what the state tells of, then solo:vault-unseal; the key file is /solo/state/vault.key""",
        console.run("vault-status"));
    assertEquals(ExitStatus.WARNING, status("vault-status"));
    access.vault =
        new VaultKeys.Status(
            State.SEALED, "no keyring: restore it", Source.FILE, "/k", "/k", 0, 0, false, 2, 3, 5);
    assertEquals(
        """
        state  SEALED: no keyring: restore it
        key    not known, in /k
        holds  3 secrets in 5 versions of 2 tenants""",
        console.run("vault-status"));
    access.vault = FakeAccess.vault(State.SEALED, Source.PASSPHRASE, "nobody gave it yet");
    JsonObject json = console.json("vault-status --json").getAsJsonObject();
    assertEquals("nobody gave it yet", json.get("why").getAsString());
    assertEquals("solo:vault-unseal asks for the passphrase", json.get("fix").getAsString());
  }

  @Test
  public void whoIsNotToldTheKeyFileSeesNoneAndNothingToDoWithIt() throws Exception {
    String why = "an admin of the container can open it";
    access.vault =
        new VaultKeys.Status(State.SEALED, why, Source.FILE, "", "", 0, 1, false, 1, 1, 2);
    assertEquals(
        """
        state  SEALED: an admin of the container can open it
        key    number 1, in a file
        holds  1 secret in 2 versions of 1 tenant""",
        console.run("vault-status"));
  }

  @Test
  public void aKeyFileIsReadAgainAndNothingIsAsked() throws Exception {
    access.vault = FakeAccess.vault(State.SEALED, Source.FILE, "there is no key file");

    assertTrue(console.run("vault-unseal").startsWith("state  UNSEALED"));
    assertEquals(List.of("unseal by file"), access.keyCalls);
    assertEquals(List.of(), typist.prompts);
  }

  @Test
  public void aPassphraseIsTypedOnceAndWiped() throws Exception {
    access.vault = FakeAccess.vault(State.SEALED, Source.PASSPHRASE, "nobody gave it yet");
    typist.types("gr\u00fcn");

    assertTrue(console.run("vault-unseal").startsWith("state  UNSEALED"));
    assertEquals(List.of("unseal gr\u00fcn"), access.keyCalls);
    assertEquals(List.of("passphrase: "), typist.prompts);
    assertArrayEquals(new char[4], access.passphrases.get(0));
  }

  @Test
  public void aKeyringPutBackThatHasAPassphraseIsOpenedAtOnce() throws Exception {
    access.vault = FakeAccess.vault(State.SEALED, Source.FILE, "the keyring is missing");
    access.turnsOutAs = FakeAccess.vault(State.SEALED, Source.PASSPHRASE, "it waits");
    typist.types("once");
    assertTrue(console.run("vault-unseal").startsWith("state  UNSEALED"));
    assertEquals(List.of("unseal once"), access.keyCalls);

    access.turnsOutAs = FakeAccess.vault(State.SEALED, Source.FILE, "the key file is missing");
    access.vault = access.turnsOutAs;
    assertEquals("the vault is sealed: the key file is missing", console.fail("vault-unseal"));
  }

  @Test
  public void thePassphraseOfAnEmptyVaultIsTypedTwice() throws Exception {
    access.vault = FakeAccess.vault(State.EMPTY, Source.PASSPHRASE, "");
    typist.types("one", "two");
    assertEquals("what was typed differs: nothing was changed", console.fail("vault-unseal"));
    typist.input.clear();
    typist.types("one", "one");
    console.run("vault-unseal");
    assertEquals(List.of("unseal one"), access.keyCalls);
  }

  @Test
  public void aPipedPassphraseIsAskedForOnce() throws Exception {
    access.vault = FakeAccess.vault(State.EMPTY, Source.PASSPHRASE, "");
    typist.pipes("from a pipe".getBytes(UTF_8));
    console.run("vault-unseal");
    assertEquals(List.of("unseal from a pipe"), access.keyCalls);
    access.vault = FakeAccess.vault(State.SEALED, Source.PASSPHRASE, "nobody gave it yet");
    assertTrue(console.fail("vault-unseal").startsWith("there is no passphrase: type it"));
  }

  @Test
  public void vlt22_rotateTakesARandomKeyAFileOrAPassphrase() throws Exception {
    console.run("vault-rotate --reason yearly");
    console.run("vault-rotate --key-file /keys/new");
    typist.types("next", "next");
    console.run("vault-rotate --passphrase");
    assertEquals(
        List.of("rotate to file null", "rotate to file /keys/new", "rotate next"), access.keyCalls);
    assertTrue(console.fail("vault-rotate --passphrase --key-file x").contains("not both"));
    access.vault = FakeAccess.vault(State.UNSEALED, Source.PASSPHRASE, "");
    assertTrue(console.fail("vault-rotate").startsWith("the vault has a passphrase: "));
  }

  @Test
  public void aKeyFileThatIsNotConfiguredIsSaidUntilItIs() throws Exception {
    String answer =
        """
        state  UNSEALED
        key    number 2, in /keys/new
        holds  3 secrets in 5 versions of 2 tenants
        fix    name /keys/new as keyFile in etc/solo.capability.vault.cfg before the next start, \
        which looks in /solo/state/vault.key and is sealed else""";
    assertEquals(answer, console.run("vault-rotate --key-file /keys/new"));
    assertEquals(answer, console.run("vault-status"));
    JsonObject json = console.json("vault-status --json").getAsJsonObject();
    assertEquals("/keys/new", json.get("keyFile").getAsString());
    assertEquals("/solo/state/vault.key", json.get("configuredKeyFile").getAsString());
    assertTrue(json.get("fix").getAsString().startsWith("name /keys/new as keyFile in etc/"));
  }

  @Test
  public void vlt25_aPassphraseAsAWordIsRefusedAndNotRepeated() {
    for (String line :
        List.of(
            "vault-unseal hunter2",
            "vault-unseal --json hunter2",
            "vault-unseal -hunter2",
            "vault-rotate --passphrase=hunter2",
            "vault-rotate --passphrase hunter2")) {
      String error = console.fail(line);
      assertTrue(error, error.contains(": a passphrase is no word of the command"));
      assertFalse(error, error.contains("hunter2"));
    }
    assertEquals(List.of(), access.keyCalls);
  }

  @Test
  public void shredAsksUnlessItIsToldNotTo() throws Exception {
    typist.pipes(new byte[] {1});
    console.run("secret-put acme/x");
    assertTrue(console.fail("vault-shred acme").startsWith("not confirmed, nothing was changed"));
    assertEquals(1, access.secrets.size());
    assertTrue(console.printed.toString(UTF_8).contains("cannot be undone"));

    console.types("acm\n");
    assertTrue(console.fail("vault-shred acme").startsWith("not confirmed"));
    assertEquals(1, access.secrets.size());
    console.types("acme\n");
    assertEquals(
        "shredded  1 secret of tenant acme, and its keys", console.run("vault-shred acme"));
    assertEquals(
        "tenant acme has no secrets and no keys", console.fail("vault-shred --yes --json acme"));
    typist.pipes(new byte[] {1});
    console.run("secret-put acme/x");
    assertEquals(
        1,
        console.json("vault-shred --yes --json acme").getAsJsonObject().get("secrets").getAsInt());
  }
}
