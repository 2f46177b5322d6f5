package solo.capability.vault;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static solo.capability.vault.VaultWorld.OWNER;
import static solo.capability.vault.VaultWorld.key;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.felix.hc.api.Result;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import solo.core.event.Payload;
import solo.core.fsck.OfflineCheck;
import solo.core.recovery.SystemState;
import solo.core.vault.VaultException.Cause;
import solo.core.vault.VaultKeys.Source;
import solo.core.vault.VaultKeys.State;
import solo.core.verify.Finding;
import solo.core.verify.Kind;

/** Verify and fsck of the vault. */
public class VaultFindingsTest {
  @Rule public final VaultWorld world = new VaultWorld();

  @Before
  public void store() {
    world.start();
    for (int i = 0; i < 50; i++) {
      world.put("a/s" + i, "value " + i);
    }
    world.put("b/s", "old");
    world.put("b/s", "new");
    world.put("b/t", "deleted");
    world.vault.delete(key("b/t"), "", OWNER);
  }

  private List<Finding> quick() {
    return new VaultInspection(world.room).quick(SystemState.EMPTY);
  }

  private List<Finding> deep() {
    List<Finding> all = new ArrayList<>();
    Iterator<List<Finding>> steps = new VaultInspection(world.room).deep(SystemState.EMPTY);
    while (steps.hasNext()) {
      all.addAll(steps.next());
    }
    return all;
  }

  private Result health() {
    return new VaultHealth(world.room).execute();
  }

  private OfflineCheck.Result fsck() throws IOException {
    world.room.close();
    Map<Path, String> before = files();
    OfflineCheck.Result result =
        new VaultCheck()
            .check(
                new OfflineCheck.Offline(
                    world.data(), SystemState.EMPTY, () -> world.log.read(0), line -> {}));
    assertEquals("it wrote", before, files());
    return result;
  }

  private Map<Path, String> files() throws IOException {
    Map<Path, String> all = new TreeMap<>();
    try (var files = Files.walk(world.data())) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        all.put(
            file,
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
    }
    return all;
  }

  private void onlyOrphan(List<Finding> findings, String tenant, String detail) {
    assertEquals(findings.toString(), 1, findings.size());
    assertEquals(Kind.SECRET_ORPHAN, findings.get(0).kind());
    assertEquals(tenant, findings.get(0).tenant());
    assertTrue(findings.toString(), findings.get(0).detail().contains(detail));
  }

  @Test
  public void aWholeVaultHasNoFinding() throws IOException {
    assertEquals(List.of(), quick());
    assertEquals(List.of(), deep());
    assertEquals(Result.Status.OK, health().getStatus());
    OfflineCheck.Result result = fsck();
    assertEquals(List.of(), result.findings());
    assertTrue(
        result.summary(),
        result.summary().startsWith("51 secrets, 2 data keys under master key 1, 52 versions"));
  }

  @Test
  public void aSealedVaultIsNoFindingButSaid() throws IOException {
    Files.delete(world.keyFile());
    world.start();
    assertEquals(List.of(), quick());
    assertEquals(List.of(), deep());
    assertEquals(Result.Status.WARN, health().getStatus());
    assertTrue(health().toString(), health().toString().contains("vault sealed: "));
    assertEquals(List.of(), fsck().findings());
  }

  /** Nothing is known of the secrets then, so no key may be made either. */
  @Test
  public void aVaultThatCannotBeBroughtBackStaysSealedAndKeepsNothingDown() throws IOException {
    byte[] keyring = Files.readAllBytes(world.keyring());
    world.room.close();
    Files.delete(world.keyring());
    world.log.append(new Payload.VaultSealed("behind what the projection knows"));
    world.log.breaks(new IllegalStateException("out of luck"));
    world.start();
    assertEquals(Set.of("restored"), world.milestones);
    assertEquals(Result.Status.CRITICAL, health().getStatus());
    assertEquals(State.SEALED, world.keys.status(OWNER).state());
    world.refused(Cause.SEALED, () -> world.get("a/s1"));
    world.refused(Cause.SEALED, () -> world.put("a/s1", "x"));
    world.refused(Cause.SEALED, () -> world.vault.list("*", OWNER));
    world.refused(Cause.SEALED, () -> world.keys.unseal(OWNER));
    world.refused(
        Cause.SEALED, () -> world.room.keeper().unseal("a passphrase".toCharArray(), OWNER));
    assertTrue("no key is made", Files.notExists(world.keyring()));
    Files.write(world.keyring(), keyring);
    world.log.breaks(null);
    world.start();
    assertEquals("value 1", world.get("a/s1"));
  }

  @Test
  public void aVaultThatFollowsTheLogNoMoreIsCritical() {
    world.log.breaks(new IllegalStateException("out of luck"));
    world.refused(Cause.RESTORING, () -> world.put("a/s1", "x"));
    assertEquals(Result.Status.CRITICAL, health().getStatus());
  }

  @Test
  public void aDirectoryThatCannotBeMadeSealsTheVaultAlone() throws IOException {
    VaultWorld blocked = new VaultWorld();
    blocked.before();
    try {
      Files.write(blocked.data().resolve("vault"), new byte[1]);
      blocked.start();
      assertEquals(State.SEALED, blocked.keys.status(OWNER).state());
      blocked.refused(Cause.SEALED, () -> blocked.put("a/s", "x"));
    } finally {
      blocked.after();
    }
  }

  @Test
  public void aDataKeyThatIsNotThereIsAnOrphan() throws IOException {
    byte[] older = Files.readAllBytes(world.keyring());
    world.put("c/s", "x");
    Files.write(world.keyring(), older);
    world.start();
    onlyOrphan(quick(), "c", "its data key 3 is not in the keyring");
    assertEquals("told by the quick part", List.of(), deep());
    onlyOrphan(fsck().findings(), "c", "its data key 3 is not in the keyring");
  }

  @Test
  public void aLostOrBrokenOrOlderKeyringIsAFinding() throws IOException {
    byte[] whole = Files.readAllBytes(world.keyring());
    Files.delete(world.keyring());
    world.start();
    onlyOrphan(quick(), "", "is missing");
    onlyOrphan(fsck().findings(), "", "is missing");
    Files.write(world.keyring(), new byte[100]);
    world.start();
    onlyOrphan(quick(), "", "does not begin as a keyring");
    onlyOrphan(fsck().findings(), "", "does not begin as a keyring");
    Files.write(world.keyring(), whole);
    world.start();
    world.keys.rotate((Path) null, "", OWNER);
    Files.write(world.keyring(), whole);
    world.start();
    onlyOrphan(quick(), "", "is an older copy");
    onlyOrphan(fsck().findings(), "", "is an older copy");
  }

  @Test
  public void aKeyringThatGoesWhileTheContainerRunsIsAFinding() throws IOException {
    byte[] older = Files.readAllBytes(world.keyring());
    world.put("c/s", "x");
    Files.write(world.keyring(), older);
    onlyOrphan(deep(), "", "in memory is writing");
    Files.write(world.keyring(), new byte[100]);
    onlyOrphan(deep(), "", "does not begin as a keyring");
    Files.delete(world.keyring());
    onlyOrphan(deep(), "", "is missing");
    world.keys.rotate((Path) null, "", OWNER);
    assertEquals(List.of(), deep());
    world.start();
    assertEquals("x", world.get("c/s"));
  }

  @Test
  public void aCiphertextThatDoesNotOpenIsAnOrphan() {
    Payload.SecretStored stored = world.log.all(Payload.SecretStored.class).get(0);
    world.log.append(
        "a", new Payload.SecretStored("moved", 1, stored.keyId(), stored.ciphertext(), 1));
    world.room.awaitAll();
    assertEquals(List.of(), quick());
    onlyOrphan(deep(), "a", "version 1 of secret a/moved: its ciphertext does not open");
  }

  @Test
  public void aSecretThatNoEventHasStoredIsAnOrphan() throws IOException {
    SecretRow row = world.room.store().rowsBehind(Optional.empty(), 1).get(0);
    SecretRow forged = new SecretRow(row.version(), "AAAA");
    solo.core.vault.SecretVersion v = row.version();
    SecretRow planted =
        new SecretRow(
            new solo.core.vault.SecretVersion(
                key("a/planted"), 1, v.stored(), v.storedBy(), v.bytes(), v.keyId(), v.eventId()),
            row.ciphertext());
    world.room.store().plant(List.of(forged, planted));
    List<Finding> found = deep();
    assertEquals(found.toString(), 2, found.size());
    assertTrue(found.get(0).detail(), found.get(0).detail().contains("has not stored it"));
    assertTrue(found.get(1).detail(), found.get(1).detail().contains("is not that of event"));
    List<Finding> offline = fsck().findings();
    assertEquals(offline.toString(), 2, offline.size());
  }

  @Test
  public void aBrokenProjectionIsMadeAnewAndNoFinding() throws IOException {
    world.room.close();
    Path file = world.data().resolve("vault").resolve("vault.mv");
    byte[] garbage = new byte[20_000];
    java.util.Arrays.fill(garbage, (byte) 0x5a);
    Files.write(file, garbage);
    OfflineCheck.Result result = fsck();
    assertEquals(List.of(), result.findings());
    assertTrue(result.summary(), result.summary().contains("the next start makes it anew"));
    world.start();
    assertEquals("value 7", world.get("a/s7"));
    assertEquals(List.of(), deep());
    Files.delete(world.keyFile());
    world.start();
    assertEquals("restored from the projection", 51, world.vault.list("*", OWNER).size());
  }

  @Test
  public void anEmptyVaultHasNoFinding() throws IOException {
    VaultWorld empty = new VaultWorld();
    empty.source = Source.PASSPHRASE;
    empty.before();
    try {
      empty.start();
      assertEquals(List.of(), new VaultInspection(empty.room).quick(SystemState.EMPTY));
      assertEquals(Result.Status.OK, new VaultHealth(empty.room).execute().getStatus());
      assertEquals(
          List.of(),
          new VaultCheck()
              .check(
                  new OfflineCheck.Offline(
                      empty.state(), SystemState.EMPTY, () -> empty.log.read(0), line -> {}))
              .findings());
    } finally {
      empty.after();
    }
  }

  @Test
  public void aValueThatTheLogLostIsReadFromTheProjection() {
    world.room.store().flush();
    world.log.lose(world.room.table().entry(key("b/s")).newest().orElseThrow().eventId());
    assertEquals("new", world.get("b/s"));
    assertTrue(
        deep().toString(), deep().get(0).detail().contains("version 2 of secret b/s: event"));
    world.log.damage(world.room.table().entry(key("a/s3")).newest().orElseThrow().eventId());
    assertEquals("value 3", world.get("a/s3"));
  }
}
