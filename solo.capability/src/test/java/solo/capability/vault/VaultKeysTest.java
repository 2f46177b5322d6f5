package solo.capability.vault;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.capability.vault.VaultWorld.OWNER;
import static solo.capability.vault.VaultWorld.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Rule;
import org.junit.Test;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.disk.Disk;
import solo.core.disk.ForwardingDisk;
import solo.core.event.Payload;
import solo.core.vault.VaultException;
import solo.core.vault.VaultException.Cause;
import solo.core.vault.VaultKeys;
import solo.core.vault.VaultKeys.Source;
import solo.core.vault.VaultKeys.State;

public class VaultKeysTest {
  private static final String PASSPHRASE = "correct horse battery";
  private static final String OTHER = "staple, wrong horse";

  @Rule public final VaultWorld world = new VaultWorld();

  private VaultKeys.Status status() {
    return world.keys.status(OWNER);
  }

  private boolean unseal(String passphrase) {
    return world.keys.unseal(passphrase.toCharArray(), OWNER);
  }

  @Test
  public void theFirstSecretMakesTheKeyFileForItsOwnerAlone() throws IOException {
    world.start();
    assertEquals(State.EMPTY, status().state());
    assertEquals(Set.of("restored", "unsealed"), world.milestones);
    assertTrue(Files.notExists(world.keyFile()));
    world.put("a/s", "x");
    assertEquals(State.UNSEALED, status().state());
    assertEquals(
        "r--------", PosixFilePermissions.toString(Files.getPosixFilePermissions(world.keyFile())));
    assertEquals(32, Files.size(world.keyFile()));
    assertEquals(
        List.of(new Payload.VaultUnsealed(1, "FILE")), world.log.all(Payload.VaultUnsealed.class));
    assertTrue(world.lines.toString(), world.lines.toString().contains("master key in"));
  }

  @Test
  public void aKeyFileThatIsThereIsUsed() throws IOException {
    write(world.keyFile(), new byte[32], "r--------");
    world.start();
    world.put("a/s", "x");
    assertArrayEquals(new byte[32], Files.readAllBytes(world.keyFile()));
    world.start();
    assertEquals("x", world.get("a/s"));
  }

  @Test
  public void vlt23_anotherKeyAtBootSealsWithAClearMessage() throws IOException {
    world.start();
    world.put("a/s", "x");
    byte[] right = Files.readAllBytes(world.keyFile());
    write(world.keyFile(), new byte[32], "r--------");
    world.start();
    sealed("is not the one of this vault");
    world.refused(Cause.SEALED, () -> world.keys.unseal(OWNER));
    write(world.keyFile(), right, "r--------");
    assertTrue(world.keys.unseal(OWNER));
    assertFalse(world.keys.unseal(OWNER));
    assertEquals(Set.of("restored", "unsealed"), world.milestones);
    assertEquals("x", world.get("a/s"));
    assertEquals(2, world.log.all(Payload.VaultUnsealed.class).size());
  }

  @Test
  public void vlt23_aMissingKeySealsAndNoNewOneIsMade() throws IOException {
    world.start();
    world.put("a/s", "x");
    Files.delete(world.keyFile());
    world.start();
    sealed("is missing");
    assertTrue(Files.notExists(world.keyFile()));
  }

  @Test
  public void vlt23_aKeyFileThatOthersCanReadSeals() throws IOException {
    world.start();
    world.put("a/s", "x");
    Files.setPosixFilePermissions(world.keyFile(), PosixFilePermissions.fromString("r--r-----"));
    world.start();
    sealed("chmod 400");
    byte[] key = Files.readAllBytes(world.keyFile());
    write(world.keyFile(), new byte[31], "r--------");
    world.start();
    sealed("has 31 bytes and must have 32");
    Files.delete(world.keyFile());
    Files.createDirectory(world.keyFile());
    world.start();
    sealed("is no regular file");
    Files.delete(world.keyFile());
    write(world.keyFile(), key, "r--------");
    world.start();
    assertEquals("x", world.get("a/s"));
  }

  private void sealed(String why) {
    assertEquals(State.SEALED, status().state());
    assertTrue(status().why(), status().why().contains(why));
    assertEquals(Set.of("restored"), world.milestones);
    List<Payload.VaultSealed> told = world.log.all(Payload.VaultSealed.class);
    assertTrue(told.toString(), told.get(told.size() - 1).why().contains(why));
    world.refused(Cause.SEALED, () -> world.get("a/s"));
    world.refused(Cause.SEALED, () -> world.put("a/s", "y"));
    world.refused(Cause.SEALED, () -> world.put("new/s", "y"));
    world.refused(Cause.SEALED, () -> world.vault.delete(key("a/s"), "", OWNER));
    world.refused(Cause.SEALED, () -> world.keys.rotate((Path) null, "", OWNER));
    assertEquals("a list needs no key", 1, world.vault.list("a", OWNER).size());
  }

  @Test
  public void aLostKeyringSealsAndNoNewOneIsMade() throws IOException {
    world.start();
    world.put("a/s", "x");
    Path kept = world.state().resolve("kept");
    Files.move(world.keyring(), kept);
    world.start();
    sealed("is missing, and 1 secrets are under its keys");
    assertTrue(Files.notExists(world.keyring()));
    Files.move(kept, world.keyring());
    assertTrue(world.keys.unseal(OWNER));
    assertEquals("x", world.get("a/s"));
  }

  @Test
  public void aLostKeyringIsGivenUpByAShred() throws IOException {
    world.start();
    world.put("a/s", "x");
    Files.delete(world.keyring());
    world.start();
    assertEquals(1, world.vault.shred("a", "lost", OWNER));
    assertEquals(State.EMPTY, status().state());
    world.put("a/s", "y");
    assertEquals("y", world.get("a/s"));
    assertEquals(2, world.vault.versions(key("a/s"), OWNER).get(0).version());
    world.start();
    assertEquals("y", world.get("a/s"));
  }

  @Test
  public void aBrokenKeyringSealsAndIsLeftAsItIs() throws IOException {
    world.start();
    world.put("a/s", "x");
    byte[] broken = Files.readAllBytes(world.keyring());
    broken[30] ^= 1;
    Files.write(world.keyring(), broken);
    world.start();
    sealed("cannot be used: its checksum does not fit");
    world.refused(Cause.SEALED, () -> world.vault.shred("a", "", OWNER));
    assertArrayEquals(broken, Files.readAllBytes(world.keyring()));
  }

  @Test
  public void anOlderKeyringThanTheLogsIsNoticed() throws IOException {
    world.start();
    world.put("a/s", "x");
    byte[] old = Files.readAllBytes(world.keyring());
    world.keys.rotate((Path) null, "", OWNER);
    byte[] newest = Files.readAllBytes(world.keyring());
    Files.write(world.keyring(), old);
    world.start();
    sealed("is an older copy: it has master key 1, the log 2");
    Files.write(world.keyring(), newest);
    assertTrue(world.keys.unseal(OWNER));
    assertEquals("x", world.get("a/s"));
  }

  @Test
  public void anOlderKeyringWithoutADataKeySealsUntilTheNewerIsBack() throws IOException {
    world.start();
    world.put("a/s", "x");
    byte[] old = Files.readAllBytes(world.keyring());
    world.put("b/s", "of b");
    byte[] newest = Files.readAllBytes(world.keyring());
    Files.write(world.keyring(), old);
    world.start();
    sealed("is older than the log: it lacks data keys of tenant b; put the newer one back");
    world.refused(Cause.SEALED, () -> world.put("b/t", "new"));
    world.refused(Cause.SEALED, () -> world.keys.unseal(OWNER));
    assertArrayEquals("no key is made", old, Files.readAllBytes(world.keyring()));
    Files.write(world.keyring(), newest);
    assertTrue(world.keys.unseal(OWNER));
    assertEquals("of b", world.get("b/s"));
    assertEquals("x", world.get("a/s"));
  }

  @Test
  public void whatAnOlderKeyringLacksIsGivenUpByAShred() throws IOException {
    world.start();
    world.put("a/s", "x");
    byte[] old = Files.readAllBytes(world.keyring());
    world.put("b/s", "of b");
    world.put("c/s", "of c");
    Files.write(world.keyring(), old);
    world.start();
    assertEquals(1, world.vault.shred("b", "lost", OWNER));
    assertEquals(State.SEALED, status().state());
    assertTrue(status().why(), status().why().contains("it lacks data keys of tenant c;"));
    assertEquals(1, world.vault.shred("c", "lost", OWNER));
    assertEquals(State.UNSEALED, status().state());
    assertEquals(Set.of("restored", "unsealed"), world.milestones);
    assertEquals("x", world.get("a/s"));
    world.put("b/s", "anew");
    List<Payload.SecretStored> stored = world.log.all(Payload.SecretStored.class);
    assertTrue("ids are used once", stored.get(3).keyId() > stored.get(2).keyId());
    world.start();
    assertEquals("anew", world.get("b/s"));
  }

  @Test
  public void aKeyThatOnlyADeletedSecretNamesIsNotMissed() throws IOException {
    world.start();
    world.put("a/s", "x");
    byte[] old = Files.readAllBytes(world.keyring());
    world.put("b/s", "deleted");
    world.vault.delete(key("b/s"), "", OWNER);
    Files.write(world.keyring(), old);
    world.start();
    assertEquals(State.UNSEALED, status().state());
    assertEquals("x", world.get("a/s"));
  }

  @Test
  public void noKeyIsMadeForATenantWhoseNamedKeyIsMissing() throws IOException {
    world.start();
    world.put("a/s", "x");
    byte[] before = Files.readAllBytes(world.keyring());
    world.log.append("b", new Payload.SecretStored("s", 1, 7, "AAAA", 1));
    world.room.awaitAll();
    world.refused(Cause.CORRUPT, () -> world.put("b/t", "new"));
    assertArrayEquals(before, Files.readAllBytes(world.keyring()));
  }

  @Test
  public void noPassphraseOpensAnOlderKeyring() throws IOException {
    world.source = Source.PASSPHRASE;
    world.start();
    unseal(PASSPHRASE);
    world.put("a/s", "x");
    byte[] old = Files.readAllBytes(world.keyring());
    world.put("b/s", "of b");
    byte[] newest = Files.readAllBytes(world.keyring());
    Files.write(world.keyring(), old);
    world.start();
    world.refused(Cause.SEALED, () -> unseal(PASSPHRASE));
    sealed("it lacks data keys of tenant b;");
    Files.write(world.keyring(), newest);
    assertTrue(unseal(PASSPHRASE));
    assertEquals("of b", world.get("b/s"));
  }

  @Test
  public void aPassphraseIsSetOnceAndAskedForAtEachStart() {
    world.source = Source.PASSPHRASE;
    world.start();
    assertEquals(State.EMPTY, status().state());
    world.refused(Cause.SEALED, () -> world.put("a/s", "x"));
    world.refused(Cause.REFUSED, () -> unseal("short"));
    char[] passphrase = PASSPHRASE.toCharArray();
    assertTrue(world.keys.unseal(passphrase, OWNER));
    assertArrayEquals(new char[PASSPHRASE.length()], passphrase);
    world.put("a/s", "x");
    assertFalse(unseal(PASSPHRASE));
    world.start();
    sealed("it waits for its passphrase");
    world.refused(Cause.WRONG_KEY, () -> unseal(OTHER));
    sealed("it waits for its passphrase");
    assertTrue(unseal(PASSPHRASE));
    assertEquals("x", world.get("a/s"));
    assertTrue(Files.notExists(world.keyFile()));
    assertFalse(world.lines.toString().contains(PASSPHRASE));
  }

  @Test
  public void aKeyringThatIsPutBackIsOpenedByItsPassphraseAtOnce() throws IOException {
    world.start();
    world.put("a/s", "x");
    world.keys.rotate(PASSPHRASE.toCharArray(), "", OWNER);
    Path kept = world.state().resolve("kept");
    Files.move(world.keyring(), kept);
    world.start();
    sealed("is missing");
    Files.move(kept, world.keyring());
    assertTrue(unseal(PASSPHRASE));
    assertEquals("x", world.get("a/s"));
  }

  @Test
  public void aPassphraseDoesNotOpenAVaultOfAKeyFile() {
    world.start();
    world.refused(Cause.REFUSED, () -> unseal(PASSPHRASE));
    world.put("a/s", "x");
    assertTrue(world.keyFile().toFile().delete());
    world.start();
    world.refused(Cause.REFUSED, () -> unseal(PASSPHRASE));
    sealed("is missing");
  }

  @Test
  public void vlt22_rotationTouchesNoSecret() throws IOException {
    world.start();
    world.put("a/s", "of a");
    world.put("b/s", "of b");
    byte[] oldKey = Files.readAllBytes(world.keyFile());
    world.keys.rotate((Path) null, "each year", OWNER);
    assertEquals(2, world.log.all(Payload.SecretStored.class).size());
    assertEquals(
        List.of(new Payload.VaultRotated(2, "FILE", 2)), world.log.all(Payload.VaultRotated.class));
    assertEquals(2, status().masterKey());
    assertFalse(status().rotating());
    assertNotEquals(List.of(oldKey), List.of(Files.readAllBytes(world.keyFile())));
    world.start();
    assertEquals("of a", world.get("a/s"));
    assertEquals("of b", world.get("b/s"));
    write(world.keyFile(), oldKey, "r--------");
    world.start();
    sealed("is not the one of this vault");
  }

  @Test
  public void vlt22_fromAFileToAPassphraseAndBack() throws IOException {
    world.start();
    world.put("a/s", "x");
    world.keys.rotate(PASSPHRASE.toCharArray(), "", OWNER);
    world.put("b/s", "y");
    world.start();
    sealed("it waits for its passphrase");
    assertEquals(Source.PASSPHRASE, status().source());
    assertTrue(unseal(PASSPHRASE));
    assertEquals("y", world.get("b/s"));
    Path other = world.state().resolve("other.key");
    byte[] key = new byte[32];
    key[0] = 1;
    write(other, key, "rw-r--r--");
    world.refused(Cause.REFUSED, () -> world.keys.rotate(other, "", OWNER));
    write(other, key, "r--------");
    world.keys.rotate(other, "", OWNER);
    world.refused(Cause.REFUSED, () -> world.keys.rotate(other, "", OWNER));
    Files.delete(world.keyFile());
    Files.move(other, world.keyFile());
    world.start();
    assertEquals("x", world.get("a/s"));
    assertEquals("y", world.get("b/s"));
    assertEquals(3, status().masterKey());
  }

  @Test
  public void theFileOfARotationIsToldBesideTheConfiguredOne() throws IOException {
    world.start();
    world.put("a/s", "x");
    Path other = world.state().resolve("other.key");
    write(other, new byte[32], "r--------");
    world.keys.rotate(other, "", OWNER);
    assertEquals(other.toString(), status().keyFile());
    assertEquals(world.keyFile().toString(), status().configuredKeyFile());
    world.keys.rotate((Path) null, "", OWNER);
    assertEquals(world.keyFile().toString(), status().keyFile());
    world.log.refuse(payload -> payload instanceof Payload.VaultRotated);
    world.refused(Cause.NOT_DURABLE, () -> world.keys.rotate(other, "", OWNER));
    assertEquals("it was taken back", world.keyFile().toString(), status().keyFile());
    world.log.refuse(payload -> false);
    world.keys.rotate((Path) null, "", OWNER);
    assertEquals(world.keyFile().toString(), status().keyFile());
  }

  @Test
  public void aRotationOfAnEmptyVaultIsRefused() {
    world.start();
    world.refused(Cause.REFUSED, () -> world.keys.rotate((Path) null, "", OWNER));
  }

  @Test
  public void aRotationThatTheLogRefusesIsTakenBackOrSettledLater() {
    world.start();
    world.put("a/s", "x");
    world.log.refuse(payload -> payload instanceof Payload.VaultRotated);
    world.refused(Cause.NOT_DURABLE, () -> world.keys.rotate(PASSPHRASE.toCharArray(), "", OWNER));
    assertFalse(status().rotating());
    assertEquals(1, status().masterKey());
    world.refused(Cause.NOT_DURABLE, () -> world.keys.rotate((Path) null, "", OWNER));
    assertTrue(status().rotating());
    world.put("b/s", "while half done");
    assertEquals("x", world.get("a/s"));
    world.log.refuse(payload -> false);
    world.start();
    assertFalse(status().rotating());
    assertEquals(2, status().masterKey());
    assertEquals("while half done", world.get("b/s"));
    assertEquals(1, world.log.all(Payload.VaultRotated.class).size());
  }

  @Test
  public void aHalfRotationIsFinishedByTheNext() {
    world.start();
    world.put("a/s", "x");
    world.log.refuse(payload -> payload instanceof Payload.VaultRotated);
    world.refused(Cause.NOT_DURABLE, () -> world.keys.rotate((Path) null, "", OWNER));
    world.log.refuse(payload -> false);
    world.keys.rotate((Path) null, "", OWNER);
    assertEquals(3, status().masterKey());
    world.start();
    assertEquals("x", world.get("a/s"));
  }

  private static <E extends Throwable> void sneak(Throwable thrown) throws E {
    @SuppressWarnings("unchecked")
    E unchecked = (E) thrown;
    throw unchecked;
  }

  /** Else the file would have the new key alone, and the keyring know the old alone. */
  @Test
  public void aKeyFileThatIsInPlaceButNotForcedLeavesBothKeys() {
    AtomicBoolean fails = new AtomicBoolean();
    world.disk =
        new ForwardingDisk(Disk.real()) {
          @Override
          public void forceDirectory(Path directory) throws IOException {
            if (fails.get() && directory.equals(world.state())) {
              throw new IOException("Input/output error");
            }
            super.forceDirectory(directory);
          }
        };
    world.start();
    world.put("a/s", "x");
    fails.set(true);
    VaultException refused =
        assertThrows(VaultException.class, () -> world.keys.rotate((Path) null, "", OWNER));
    assertTrue(refused.getMessage(), refused.getMessage().contains("half done"));
    assertTrue(status().rotating());
    world.put("b/s", "while half done");
    fails.set(false);
    world.start();
    assertEquals("x", world.get("a/s"));
    assertEquals("while half done", world.get("b/s"));
    assertFalse(status().rotating());
    world.keys.rotate((Path) null, "", OWNER);
    world.start();
    assertEquals("x", world.get("a/s"));
  }

  @Test
  public void aFirstKeyringThatWasNotSurelyWrittenIsUsedByTheNextSecret() {
    world.start();
    world.steps =
        step -> {
          if (step.equals("keyring.renamed")) {
            sneak(new IOException("Input/output error"));
          }
        };
    world.refused(Cause.NOT_DURABLE, () -> world.put("a/s", "x"));
    world.steps = step -> {};
    world.put("a/s", "y");
    assertEquals(State.UNSEALED, status().state());
    world.start();
    assertEquals("y", world.get("a/s"));
  }

  @Test
  public void aKeyFileThatCannotBeWrittenKeepsTheOldKey() throws IOException {
    world.start();
    world.put("a/s", "x");
    Files.createDirectories(world.state().resolve("vault.key.tmp").resolve("in the way"));
    world.refused(Cause.NOT_DURABLE, () -> world.keys.rotate((Path) null, "", OWNER));
    assertFalse(status().rotating());
    world.start();
    assertEquals("x", world.get("a/s"));
  }

  @Test
  public void aNewDataKeyHasTheContainersTime() {
    world.start();
    world.put("a/s", "x");
    assertEquals(
        List.of(world.now.toEpochMilli()),
        world.room.keeper().ring().orElseThrow().keys().stream().map(DataKey::createdMs).toList());
  }

  @Test
  public void aKeyringThatCannotBeWrittenRefusesWithTheReason() throws IOException {
    world.start();
    world.put("a/s", "x");
    Path blocked = world.keyring().resolveSibling("keyring.tmp");
    Files.createDirectories(blocked.resolve("in the way"));
    VaultException refused = assertThrows(VaultException.class, () -> world.put("b/s", "y"));
    assertEquals(Cause.NOT_DURABLE, refused.why());
    assertTrue(refused.getMessage(), refused.getMessage().contains("keyring"));
    world.put("a/s", "needs no new key");
    Files.delete(blocked.resolve("in the way"));
    world.put("b/s", "y");
    world.start();
    assertEquals("y", world.get("b/s"));
  }

  @Test
  public void shreddingATenantMakesItsCiphertextsWorthless() throws IOException {
    world.start();
    world.put("a/s", "one");
    world.put("a/t", "two");
    world.put("b/s", "of b");
    assertEquals(2, world.vault.shred("a", "asked for", OWNER));
    assertEquals(
        List.of(new Payload.VaultShredded(2, 1)), world.log.all(Payload.VaultShredded.class));
    assertEquals(List.of(), world.vault.list("a", OWNER));
    assertEquals(
        0,
        KeyringFormat.decode(Files.readAllBytes(world.keyring())).keys().stream()
            .filter(key -> key.tenant().equals("a"))
            .count());
    assertEquals("of b", world.get("b/s"));
    world.refused(Cause.NOT_FOUND, () -> world.vault.shred("a", "again", OWNER));
    world.refused(Cause.NOT_FOUND, () -> world.vault.shred("mistyped", "", OWNER));
    assertEquals(1, world.log.all(Payload.VaultShredded.class).size());
    world.put("a/s", "anew");
    world.start();
    assertEquals("anew", world.get("a/s"));
    assertEquals("of b", world.get("b/s"));
  }

  @Test
  public void aShredThatLeftTheKeysOnDiskIsFinishedByTheNext() throws IOException {
    world.start();
    world.put("a/s", "x");
    world.put("b/s", "y");
    Path blocked = world.keyring().resolveSibling("keyring.tmp");
    Files.createDirectories(blocked.resolve("in the way"));
    world.refused(Cause.NOT_DURABLE, () -> world.vault.shred("a", "", OWNER));
    world.refused(Cause.NOT_DURABLE, () -> world.vault.shred("a", "", OWNER));
    Files.delete(blocked.resolve("in the way"));
    assertEquals(0, world.vault.shred("a", "", OWNER));
    assertEquals(1, KeyringFormat.decode(Files.readAllBytes(world.keyring())).keys().size());
    world.refused(Cause.NOT_FOUND, () -> world.vault.shred("a", "", OWNER));
  }

  @Test
  public void aTenantWhoseSecretsAreDeletedHasKeysToShred() {
    world.start();
    world.put("a/s", "x");
    world.vault.delete(key("a/s"), "", OWNER);
    assertEquals(0, world.vault.shred("a", "", OWNER));
    assertEquals(0, world.room.keeper().count("a"));
  }

  @Test
  public void shreddedKeysOfAnOlderKeyringAreShreddedAgain() throws IOException {
    world.start();
    world.put("a/s", "x");
    world.put("b/s", "y");
    byte[] old = Files.readAllBytes(world.keyring());
    world.vault.shred("a", "", OWNER);
    Files.write(world.keyring(), old);
    world.start();
    assertEquals(0, world.room.keeper().count("a"));
    assertEquals(1, KeyringFormat.decode(Files.readAllBytes(world.keyring())).keys().size());
    assertEquals("y", world.get("b/s"));
  }

  @Test
  public void aSealedVaultCanBeShredded() throws IOException {
    world.start();
    world.put("a/s", "x");
    Files.delete(world.keyFile());
    world.start();
    assertEquals(1, world.vault.shred("a", "", OWNER));
    assertEquals(0, KeyringFormat.decode(Files.readAllBytes(world.keyring())).keys().size());
  }

  @Test
  public void statusCounts() {
    world.start();
    world.put("a/s", "x");
    world.put("a/s", "y");
    world.put("a/t", "x");
    world.put("b/s", "x");
    VaultKeys.Status status = status();
    assertEquals(2, status.tenants());
    assertEquals(3, status.secrets());
    assertEquals(4, status.versions());
    assertEquals(world.keyFile().toString(), status.keyFile());
    assertEquals(0, status.iterations());
  }

  @Test
  public void statusCountsForATokenWhatItsTenantHas() {
    world.start();
    world.put("a/s", "x");
    world.put("b/s", "x");
    world.tokens.put("a-reader", Map.of(Permission.READ, Resource.ALL));
    VaultKeys.Status status = world.keys.status(Caller.token("a-reader"));
    assertEquals(1, status.tenants());
    assertEquals(1, status.secrets());
    assertEquals(1, status.versions());
  }

  @Test
  public void statusTellsATokenOfATenantNoPath() throws IOException {
    world.start();
    world.put("a/s", "x");
    world.tokens.put("a-reader", Map.of(Permission.READ, Resource.ALL));
    VaultKeys.Status open = world.keys.status(Caller.token("a-reader"));
    assertEquals(State.UNSEALED, open.state());
    assertEquals("", open.why());
    assertEquals("", open.keyFile());
    assertEquals("", open.configuredKeyFile());
    Files.delete(world.keyFile());
    world.start();
    sealed(world.keyFile().toString());
    VaultKeys.Status shut = world.keys.status(Caller.token("a-reader"));
    assertEquals(State.SEALED, shut.state());
    assertEquals("an admin of the container can open it", shut.why());
    assertEquals("", shut.keyFile());
    assertEquals("", shut.configuredKeyFile());
  }

  private static void write(Path file, byte[] bytes, String mode) throws IOException {
    Files.deleteIfExists(file);
    Files.write(file, bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }
}
