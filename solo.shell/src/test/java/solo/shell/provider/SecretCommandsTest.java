package solo.shell.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Base64;
import java.util.List;
import org.junit.After;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.vault.SecretKey;
import solo.core.vault.Vault;
import solo.core.vault.VaultException;

public class SecretCommandsTest {
  private static final byte[] BINARY = {0, (byte) 0xff, 7, 27, '\n'};

  private final Console console = new Console();
  private final FakeAccess access = console.access;
  private final Typist typist = console.typist;

  @After
  public void close() {
    console.close();
  }

  private byte[] stored(String key) {
    List<byte[]> versions = access.secrets.get(SecretKey.parse(key));
    return versions.get(versions.size() - 1);
  }

  private void put(String key, byte[] value) throws Exception {
    typist.pipes(value);
    console.run("secret-put " + key);
  }

  @Test
  public void aValueIsTypedTwiceAndHidden() throws Exception {
    typist.types("hunter2", "hunter2");

    assertEquals(
        """
        secret   acme/db.password
        version  1
        holds    7 bytes
        event    42""",
        console.run("secret-put --reason new acme/db.password"));
    assertArrayEquals("hunter2".getBytes(UTF_8), stored("acme/db.password"));
    assertEquals(List.of("value: ", "value again: "), typist.prompts);
    assertEquals(List.of("new"), console.container.reasons);
  }

  @Test
  public void whatIsNotTypedAlikeIsNotStored() {
    typist.types("hunter2", "hunter3");

    assertEquals("what was typed differs: nothing was changed", console.fail("secret-put acme/x"));
    assertTrue(access.secrets.isEmpty());
    assertWiped();
  }

  @Test
  public void everyBufferIsWiped() throws Exception {
    typist.types("hunter2", "hunter2");
    console.run("secret-put acme/x");
    put("acme/x", "piped\n".getBytes(UTF_8));
    access.failure = new VaultException(VaultException.Cause.SEALED, "sealed: vault-unseal");
    typist.pipes("refused".getBytes(UTF_8));
    console.fail("secret-put acme/x");

    assertWiped();
  }

  private void assertWiped() {
    typist.handedOut.forEach(buffer -> assertArrayEquals(new byte[buffer.length], buffer));
    access.puts.forEach(buffer -> assertArrayEquals(new byte[buffer.length], buffer));
  }

  @Test
  public void noValueIsRefused() {
    typist.pipes(new byte[0]);
    assertEquals(
        "there is no value: type it at the prompt, or pipe it to the command",
        console.fail("secret-put acme/x"));
    typist.pipes(new byte[Vault.MAX_BYTES + 1]);
    assertEquals("the input is longer than 65536 bytes", console.fail("secret-put acme/x"));
  }

  @Test
  public void vlt25_aValueAsAWordIsRefusedAndNotRepeated() {
    for (String line :
        List.of(
            "secret-put acme/x hunter2",
            "secret-put hunter2 acme/x",
            "secret-put --json acme/x hunter2",
            "secret-put acme/x -hunter2",
            "secret-put --reason why acme/x --hunter2",
            "secret-put acme/x hunter2 hunter2")) {
      String error = console.fail(line);
      assertTrue(error, error.contains(": a value is no word of the command, "));
      assertFalse(error, error.contains("hunter2"));
    }
    assertTrue(console.fail("secret-put").startsWith("secret-put: <secret> is missing; usage:"));
    assertEquals(List.of(), typist.prompts);
  }

  @Test
  public void vlt02_aMalformedNameIsRefusedBeforeAnythingIsRead() {
    for (String name : List.of("'a b'", "a/b/c", "''", "/x", "acme/", "--hunter2", "'S3cret!'")) {
      String error = console.fail("secret-put " + name);
      assertTrue(error, error.startsWith("the name of the secret is not an id, or tenant/id"));
      assertFalse("it may be the value", error.contains("hunter2") || error.contains("S3cret"));
    }
    assertEquals(List.of(), typist.prompts);
  }

  @Test
  public void theValueIsPrintedAloneAndExactly() throws Exception {
    put("acme/text", "hunter2".getBytes(UTF_8));
    put("acme/binary", BINARY);

    console.session.execute("secret-get acme/text");
    assertEquals("hunter2", console.printed.toString(UTF_8));
    console.printed.reset();
    console.session.execute("secret-get acme/binary");
    assertArrayEquals(BINARY, console.printed.toByteArray());
  }

  @Test
  public void aTerminalGetsALineAndNothingThatMovesItsCursor() throws Exception {
    put("acme/text", "hunter2".getBytes(UTF_8));
    put("acme/binary", BINARY);
    put("acme/escape", "\u001b[2J".getBytes(UTF_8));
    console.session.put("COLUMNS", 80);

    console.session.execute("secret-get acme/text");
    assertEquals("hunter2\n", console.printed.toString(UTF_8));
    console.printed.reset();
    assertEquals(
        "the value is 5 bytes that a terminal cannot show: pipe them, or ask with --json",
        console.fail("secret-get acme/binary"));
    assertTrue(console.fail("secret-get acme/escape").startsWith("the value is 4 bytes"));
    assertEquals("", console.printed.toString(UTF_8));
  }

  @Test
  public void aTerminalOfUnknownSizeIsATerminal() throws Exception {
    put("acme/binary", BINARY);
    console.session.put("COLUMNS", 0);
    assertTrue(console.fail("secret-get acme/binary").contains("a terminal cannot show"));
    assertEquals("", console.printed.toString(UTF_8));
  }

  @Test
  public void jsonHasTheValueInBase64() throws Exception {
    put("acme/x", "old".getBytes(UTF_8));
    put("acme/x", BINARY);

    JsonObject newest = console.json("secret-get --json acme/x").getAsJsonObject();
    assertArrayEquals(BINARY, Base64.getDecoder().decode(newest.get("value").getAsString()));
    assertEquals(2, newest.get("version").getAsInt());
    JsonObject old = console.json("secret-get --json --version 1 acme/x").getAsJsonObject();
    assertArrayEquals(
        "old".getBytes(UTF_8), Base64.getDecoder().decode(old.get("value").getAsString()));
    assertTrue(console.fail("secret-get --version 0 acme/x").startsWith("--version is a number"));
  }

  @Test
  public void shl06_secretsHasATableAndJson() throws Exception {
    assertEquals("no secrets", console.run("secrets"));
    put("acme/x", "hunter2".getBytes(UTF_8));
    put("acme/x", "hunter22".getBytes(UTF_8));
    put("y", "hunter2".getBytes(UTF_8));

    assertEquals(
        """
        TENANT   NAME  VERSION  STORED                    STOREDBY     BYTES
        acme     x     2        2026-02-03T04:05:06.700Z  owner:alice  8
        default  y     1        2026-02-03T04:05:06.700Z  owner:alice  7""",
        console.run("secrets"));
    assertEquals(1, console.json("secrets --tenant acme --json").getAsJsonArray().size());
    JsonArray versions = console.json("secrets --secret acme/x --json").getAsJsonArray();
    assertEquals(2, versions.size());
    assertEquals(1, versions.get(0).getAsJsonObject().get("version").getAsInt());
    assertFalse(console.run("secrets --json").contains("hunter2"));
  }

  @Test
  public void aDeletedSecretIsGone() throws Exception {
    put("acme/x", "hunter2".getBytes(UTF_8));

    assertEquals("deleted  acme/x", console.run("secret-delete --reason retired acme/x"));
    assertEquals("there is no secret acme/x: see solo:secrets", console.fail("secret-get acme/x"));
    assertEquals(
        "there is no secret acme/x: see solo:secrets", console.fail("secret-delete acme/x"));
  }

  @Test
  public void vlt26_aReadNeedsPermission() throws Exception {
    put("acme/x", "hunter2".getBytes(UTF_8));
    console.session.put(Commands.CALLER, Caller.directory("acme"));

    assertEquals(
        "directory:acme may not secret:read in tenant acme", console.fail("secret-get acme/x"));
    assertEquals("", console.printed.toString(UTF_8));
  }
}
