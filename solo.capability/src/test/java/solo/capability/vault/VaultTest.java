package solo.capability.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;
import static solo.capability.vault.VaultWorld.OWNER;
import static solo.capability.vault.VaultWorld.key;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.tenant.ServiceKey;
import solo.core.vault.SecretValue;
import solo.core.vault.SecretVersion;
import solo.core.vault.Vault;
import solo.core.vault.VaultException;
import solo.core.vault.VaultException.Cause;

public class VaultTest {
  private static final String CANARY = "canary-7f3Q9zLw0pXe";

  @Rule public final VaultWorld world = new VaultWorld();

  @Before
  public void start() {
    world.start();
  }

  @Test
  public void vlt01_storedEncryptedWithAnEventAndNotInTheDataDirectory() {
    world.put("a/db.password", CANARY);
    world.room.store().flush();
    Payload.SecretStored stored = world.log.all(Payload.SecretStored.class).get(0);
    assertEquals("db.password", stored.name());
    assertEquals(CANARY.length(), stored.bytes());
    assertEquals(CANARY, world.get("a/db.password"));
    world.room.close();
    String disk = world.bytesOnDisk();
    assertTrue("nothing was written", disk.contains("db.password"));
    assertFalse(disk.contains(CANARY));
    assertFalse(
        world.log.query(solo.core.event.EventQuery.after(0, 100)).toString().contains(CANARY));
  }

  @Test
  public void vlt02_emptyOrMalformedNamesAreRefused() {
    for (String name : List.of("", " ", "a/b/c", "../x", "a b", "-a", "a\n", "ä", "a".repeat(65))) {
      assertThrows(name, IllegalArgumentException.class, () -> world.put("t/" + name, "x"));
    }
    assertEquals(0, world.log.lastId());
  }

  @Test
  public void vlt02_emptyAndTooLongValuesAreRefused() {
    world.refused(Cause.REFUSED, () -> world.put("a", ""));
    byte[] most = new byte[Vault.MAX_BYTES];
    world.vault.put(key("a"), most, "", OWNER);
    byte[] more = new byte[Vault.MAX_BYTES + 1];
    world.refused(Cause.REFUSED, () -> world.vault.put(key("b"), more, "", OWNER));
    assertEquals(1, world.log.all(Payload.SecretStored.class).size());
  }

  @Test
  public void vlt03_severalPerTenantAreReadBack() {
    for (int i = 0; i < 20; i++) {
      world.put("a/s" + i, "value " + i);
    }
    for (int i = 0; i < 20; i++) {
      assertEquals("value " + i, world.get("a/s" + i));
    }
  }

  @Test
  public void vlt06_anUnknownOneIsAnErrorAndAnEvent() {
    world.put("a/s", "x");
    world.refused(Cause.NOT_FOUND, () -> world.get("a/other"));
    world.refused(Cause.NOT_FOUND, () -> world.get("a/s", 2));
    List<Payload.SecretAccessDenied> denied = world.log.all(Payload.SecretAccessDenied.class);
    assertEquals(List.of("other", "s"), denied.stream().map(d -> d.name()).toList());
    assertEquals("unknown", denied.get(0).why());
    assertEquals(List.of(), world.log.all(Payload.SecretAccessed.class));
  }

  @Test
  public void vlt08_aReadingIsAnEventBeforeItIsGiven() {
    world.put("a/s", "x");
    world.log.refuse(payload -> payload instanceof Payload.SecretAccessed);
    world.refused(Cause.NOT_DURABLE, () -> world.get("a/s"));
    world.log.refuse(payload -> false);
    world.get("a/s");
    Event accessed = world.log.event(world.log.lastId()).orElseThrow();
    assertEquals(new Payload.SecretAccessed("s", 1), accessed.payload());
    assertEquals("owner:alice", accessed.draft().actor());
    assertEquals("a", accessed.draft().tenant());
  }

  @Test
  public void vlt08_aServiceIsTheSubjectOfItsReading() {
    world.put("a/s", "x");
    try (SecretValue value = world.services.read(new ServiceKey("a", "orders"), "s")) {
      assertArrayEquals("x".getBytes(UTF_8), value.bytes());
    }
    Event accessed = world.log.event(world.log.lastId()).orElseThrow();
    assertEquals("orders", accessed.draft().subject());
    assertEquals("system:secrets", accessed.draft().actor());
    world.refused(Cause.NOT_FOUND, () -> world.services.read(new ServiceKey("b", "orders"), "s"));
  }

  @Test
  public void vlt09_aDeniedReadingIsAnEvent() {
    world.put("a/s", "x");
    Caller token = Caller.token("a-writer");
    world.tokens.put("a-writer", Map.of(Permission.SECRET_WRITE, Resource.ALL));
    assertThrows(AccessDeniedException.class, () -> world.vault.get(key("a/s"), 0, token));
    Event denied = world.log.event(world.log.lastId()).orElseThrow();
    assertEquals(new Payload.SecretAccessDenied("s", "permission"), denied.payload());
    assertEquals("token:a-writer", denied.draft().actor());
  }

  @Test
  public void deniedReadingsDoNotFillTheLog() {
    world.put("a/s", "x");
    long before = world.log.lastId();
    for (int i = 0; i < 500; i++) {
      world.refused(Cause.NOT_FOUND, () -> world.get("a/other"));
    }
    long told = world.log.lastId() - before;
    assertTrue(told + " events", told >= 10 && told < 100);
  }

  @Test
  public void vlt10_listIsSortedAndEmptyWhereThereIsNone() {
    assertEquals(List.of(), world.vault.list("a", OWNER));
    for (String name : List.of("z", "m", "B", "a1", "a")) {
      world.put("a/" + name, "x");
    }
    world.put("b/c", "x");
    assertEquals(List.of("B", "a", "a1", "m", "z"), names("a", OWNER));
    assertEquals(List.of("B", "a", "a1", "m", "z", "c"), names(Authorization.EVERY_TENANT, OWNER));
    assertEquals(List.of(), names("nobody", OWNER));
  }

  private List<String> names(String tenant, Caller caller) {
    return world.vault.list(tenant, caller).stream().map(one -> one.key().name()).toList();
  }

  @Test
  public void vlt11_listHasOnlyWhatTheCallerMaySee() {
    world.put("a/db.one", "x");
    world.put("a/db.two", "x");
    world.put("a/other", "x");
    world.put("b/db.one", "x");
    world.tokens.put("a-db", Map.of(Permission.SECRET_READ, new Resource("secret:db.*")));
    world.tokens.put("a-none", Map.of(Permission.READ, Resource.ALL));
    assertEquals(List.of("db.one", "db.two"), names("a", Caller.token("a-db")));
    assertEquals(List.of("db.one", "db.two"), names("*", Caller.token("a-db")));
    assertThrows(AccessDeniedException.class, () -> names("b", Caller.token("a-db")));
    assertThrows(AccessDeniedException.class, () -> names("a", Caller.token("a-none")));
  }

  @Test
  public void vlt13_aDeletedOneIsGoneAndTheNextHasANewVersion() {
    world.put("a/s", "one");
    world.put("a/s", "two");
    world.vault.delete(key("a/s"), "not needed", OWNER);
    assertEquals(
        new Payload.SecretDeleted("s", 2), world.log.all(Payload.SecretDeleted.class).get(0));
    world.refused(Cause.NOT_FOUND, () -> world.get("a/s"));
    world.refused(Cause.NOT_FOUND, () -> world.get("a/s", 1));
    world.refused(Cause.NOT_FOUND, () -> world.vault.versions(key("a/s"), OWNER));
    assertEquals(List.of(), names("a", OWNER));
    world.put("a/s", "three");
    assertEquals(3, world.vault.versions(key("a/s"), OWNER).get(0).version());
    world.start();
    assertEquals("three", world.get("a/s"));
    assertEquals(1, world.vault.versions(key("a/s"), OWNER).size());
  }

  @Test
  public void vlt15_deletingAnUnknownOneIsNotFoundAndNoEvent() {
    world.put("a/s", "x");
    long before = world.log.lastId();
    world.refused(Cause.NOT_FOUND, () -> world.vault.delete(key("a/t"), "", OWNER));
    assertEquals(before, world.log.lastId());
  }

  @Test
  public void vlt16_theSameSecretTwiceHasAnotherCiphertextAndNonce() {
    Set<String> ciphertexts = new HashSet<>();
    Set<String> nonces = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      world.put("a/s", "the same");
    }
    for (Payload.SecretStored stored : world.log.all(Payload.SecretStored.class)) {
      ciphertexts.add(stored.ciphertext());
      nonces.add(stored.ciphertext().substring(0, 16));
    }
    assertEquals(100, ciphertexts.size());
    assertEquals("a nonce came twice", 100, nonces.size());
  }

  @Test
  public void vlt17_tenKilobytesOfBinaryAreReadBack() {
    byte[] value = new byte[10 * 1024];
    new Random(1).nextBytes(value);
    byte[] given = value.clone();
    world.vault.put(key("a/s"), given, "", OWNER);
    assertArrayEquals("the caller's array was touched", value, given);
    try (SecretValue read = world.vault.get(key("a/s"), 0, OWNER)) {
      assertArrayEquals(value, read.bytes());
    }
  }

  @Test
  public void aClosedValueIsWipedAndNeverPrinted() {
    world.put("a/s", CANARY);
    SecretValue read = world.vault.get(key("a/s"), 0, OWNER);
    assertFalse(read.toString().contains(CANARY));
    byte[] bytes = read.bytes();
    read.close();
    assertArrayEquals(new byte[CANARY.length()], bytes);
  }

  @Test
  public void vlt19_theSameNameInTwoTenantsIsTwoSecretsUnderTwoKeys() {
    world.put("a/s", "of a");
    world.put("b/s", "of b");
    assertEquals("of a", world.get("a/s"));
    assertEquals("of b", world.get("b/s"));
    List<Payload.SecretStored> stored = world.log.all(Payload.SecretStored.class);
    assertNotEquals(stored.get(0).keyId(), stored.get(1).keyId());
    world.tokens.put("a-reader", Map.of(Permission.SECRET_READ, Resource.ALL));
    Caller token = Caller.token("a-reader");
    world.vault.get(key("a/s"), 0, token).close();
    assertThrows(AccessDeniedException.class, () -> world.vault.get(key("b/s"), 0, token));
  }

  @Test
  public void vlt21_aCiphertextMovedToAnotherNameFails() {
    world.put("a/s", "x");
    Payload.SecretStored stored = world.log.all(Payload.SecretStored.class).get(0);
    forge("a", "moved", 1, stored.keyId(), stored.ciphertext());
    corrupt("a/moved");
  }

  @Test
  public void vlt21_aCiphertextMovedToAnotherTenantFails() {
    world.put("a/s", "x");
    world.put("b/t", "x");
    List<Payload.SecretStored> stored = world.log.all(Payload.SecretStored.class);
    forge("b", "s", 1, stored.get(1).keyId(), stored.get(0).ciphertext());
    corrupt("b/s");
    forge("b", "s", 2, stored.get(0).keyId(), stored.get(0).ciphertext());
    corrupt("b/s");
  }

  @Test
  public void vlt21_aCiphertextMovedToAnotherVersionFails() {
    world.put("a/s", "old");
    world.put("a/s", "new");
    Payload.SecretStored first = world.log.all(Payload.SecretStored.class).get(0);
    forge("a", "s", 3, first.keyId(), first.ciphertext());
    corrupt("a/s");
    assertEquals("new", world.get("a/s", 2));
  }

  @Test
  public void vlt21_aFlippedBitFails() {
    world.put("a/s", "x");
    Payload.SecretStored stored = world.log.all(Payload.SecretStored.class).get(0);
    char[] text = stored.ciphertext().toCharArray();
    text[20] = text[20] == 'A' ? 'B' : 'A';
    forge("a", "s", 1, stored.keyId(), stored.ciphertext());
    forge("a", "s", 2, stored.keyId(), new String(text));
    corrupt("a/s");
    forge("a", "s", 3, stored.keyId(), "no Base64!");
    corrupt("a/s");
    forge("a", "s", 4, stored.keyId(), "");
    corrupt("a/s");
  }

  private void forge(String tenant, String name, int version, long keyId, String ciphertext) {
    world.log.append(tenant, new Payload.SecretStored(name, version, keyId, ciphertext, 1));
    world.room.awaitAll();
  }

  private void corrupt(String key) {
    world.refused(Cause.CORRUPT, () -> world.get(key));
    Event last = world.log.event(world.log.lastId()).orElseThrow();
    assertEquals(new Payload.SecretAccessDenied(key(key).name(), "corrupt"), last.payload());
  }

  @Test
  public void vlt24_whatWasAcknowledgedIsThereAfterACrash() {
    world.put("a/s", "one");
    world.put("a/s", "two");
    world.start();
    assertEquals("two", world.get("a/s"));
    assertEquals("one", world.get("a/s", 1));
  }

  @Test
  public void vlt26_eachCallNeedsItsPermission() {
    world.put("a/s", "x");
    world.tokens.put("a-reader", Map.of(Permission.SECRET_READ, Resource.secret("s")));
    world.tokens.put("a-admin", Map.of(Permission.ADMIN, Resource.ALL));
    Caller reader = Caller.token("a-reader");
    Caller none = Caller.token("a-none");
    world.vault.get(key("a/s"), 0, reader).close();
    assertEquals(1, world.vault.versions(key("a/s"), reader).size());
    denied(() -> world.vault.put(key("a/s"), new byte[1], "", reader));
    denied(() -> world.vault.delete(key("a/s"), "", reader));
    denied(() -> world.vault.get(key("a/s"), 0, none));
    denied(() -> world.vault.versions(key("a/s"), none));
    denied(() -> world.vault.shred("a", "", Caller.token("a-admin")));
    denied(() -> world.keys.rotate((java.nio.file.Path) null, "", Caller.token("a-admin")));
    denied(() -> world.keys.unseal(Caller.token("a-admin")));
    char[] passphrase = "never used".toCharArray();
    denied(() -> world.keys.unseal(passphrase, Caller.token("a-admin")));
    assertArrayEquals(new char[10], passphrase);
    assertEquals("x", world.get("a/s"));
  }

  private static void denied(org.junit.function.ThrowingRunnable action) {
    assertThrows(AccessDeniedException.class, action);
  }

  @Test
  public void soManyVersionsAreKept() {
    world.versions = 3;
    world.start();
    for (int i = 1; i <= 5; i++) {
      world.put("a/s", "v" + i);
    }
    for (int starts = 0; starts < 2; starts++) {
      assertEquals(
          List.of(3, 4, 5),
          world.vault.versions(key("a/s"), OWNER).stream().map(SecretVersion::version).toList());
      assertEquals("v3", world.get("a/s", 3));
      world.refused(Cause.NOT_FOUND, () -> world.get("a/s", 2));
      world.start();
    }
  }

  @Test
  public void aWornDataKeyIsFollowedByANewOneAlsoAfterARestart() {
    world.encryptions = 3;
    world.start();
    for (int i = 0; i < 4; i++) {
      world.put("a/s", "v" + i);
    }
    world.start();
    for (int i = 4; i < 7; i++) {
      world.put("a/s", "v" + i);
    }
    assertEquals(
        List.of(1L, 1L, 1L, 2L, 2L, 2L, 3L),
        world.log.all(Payload.SecretStored.class).stream().map(s -> s.keyId()).toList());
    assertEquals("v0", world.get("a/s", 1));
    assertEquals("v6", world.get("a/s"));
  }

  @Test
  public void theDataKeyIsDurableBeforeTheEventNamesIt() {
    world.steps =
        step -> {
          if (step.equals("keyring.key")) {
            throw new Crash(step);
          }
        };
    assertThrows(Crash.class, () -> world.put("a/s", "x"));
    assertEquals(List.of(), world.log.all(Payload.SecretStored.class));
    world.steps = step -> {};
    world.start();
    assertEquals(1, world.room.keeper().count("a"));
    world.put("a/s", "x");
    assertEquals("x", world.get("a/s"));
    assertEquals(1, world.room.keeper().count("a"));
  }

  @Test
  public void aPutThatTheLogRefusesIsRefusedWithTheReason() {
    world.put("a/s", "old");
    world.log.refuse(payload -> payload instanceof Payload.SecretStored);
    VaultException refused = assertThrows(VaultException.class, () -> world.put("a/s", "new"));
    assertEquals(Cause.NOT_DURABLE, refused.why());
    assertTrue(refused.getMessage(), refused.getMessage().contains("the disk is full"));
    world.log.refuse(payload -> false);
    assertEquals("old", world.get("a/s"));
    world.put("a/s", "new");
    assertEquals("new", world.get("a/s"));
  }

  @Test
  public void vlt25_nothingOfAValueIsInLogsEventsOrExceptions() {
    world.put("a/s", CANARY);
    world.get("a/s");
    Payload.SecretStored stored = world.log.all(Payload.SecretStored.class).get(0);
    forge("a", "moved", 1, stored.keyId(), stored.ciphertext());
    VaultException corrupt = assertThrows(VaultException.class, () -> world.get("a/moved"));
    world.vault.delete(key("a/s"), "", OWNER);
    String said =
        world.lines
            + corrupt.toString()
            + world.log.query(solo.core.event.EventQuery.after(0, 1000))
            + world.room.keeper().ring();
    assertFalse(said, said.contains(CANARY));
  }

  @Test
  public void hostileEventsArePassedOver() {
    world.put("a/s", "x");
    world.log.append("", new Payload.SecretStored("s", 1, 1, "AAAA", 1));
    world.log.append("a", new Payload.SecretStored("../s", 1, 1, "AAAA", 1));
    world.log.append("a", new Payload.SecretStored("t", -1, 1, "AAAA", 1));
    world.log.append("a", new Payload.SecretStored("t", 1, 0, "AAAA", 1));
    world.log.append("a", new Payload.SecretStored("t", 1, 1, "AAAA", -1));
    world.log.append("a", new Payload.SecretDeleted("no such", 1));
    world.log.append(new Payload.VaultShredded(1, 1));
    world.log.append(
        new EventDraft("b", "", "system:test", "", 0, new Payload.SecretDeleted("", 0)));
    world.room.awaitAll();
    assertEquals(List.of("s"), names("*", OWNER));
    world.start();
    assertEquals("x", world.get("a/s"));
  }

  @Test
  public void anInterruptUndoesNothingAndIsKept() {
    Thread.currentThread().interrupt();
    world.put("a/s", "x");
    assertTrue(Thread.interrupted());
    Thread.currentThread().interrupt();
    assertEquals("x", world.get("a/s"));
    assertTrue(Thread.interrupted());
  }

  @Test
  public void putsOfManyThreadsAreAllVersionsOnce() throws Exception {
    Thread[] threads = new Thread[8];
    for (int t = 0; t < threads.length; t++) {
      String value = "of thread " + t;
      threads[t] =
          new Thread(
              () -> {
                for (int i = 0; i < 5; i++) {
                  world.put("a/s", value);
                }
              });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    int[] versions =
        world.log.all(Payload.SecretStored.class).stream().mapToInt(s -> s.version()).toArray();
    int[] expected = new int[40];
    Arrays.setAll(expected, i -> i + 1);
    assertArrayEquals(expected, versions);
    assertTrue(world.get("a/s").startsWith("of thread "));
  }
}
