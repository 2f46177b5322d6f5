package solo.capability.vault;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.Test;
import solo.core.event.Event;
import solo.core.event.EventDraft;
import solo.core.event.Payload;
import solo.core.fold.FoldContract;
import solo.core.fold.LogFoldFactory;
import solo.core.vault.SecretKey;

public class SecretsFoldTest extends FoldContract {
  private static final String CIPHERTEXT = "Y2lwaGVydGV4dA==";

  @Override
  protected LogFoldFactory folds() {
    return new SecretsFolds();
  }

  @Override
  protected List<Event> history(long seed, int events) {
    return new Histories(seed).random(events);
  }

  @Test
  public void itIsTheTableThatTheVaultHas() {
    for (long seed = 0; seed < 30; seed++) {
      SecretTable vault = new SecretTable(SecretsFold.VERSIONS);
      SecretsFold fold = new SecretsFold();
      for (Event event : history(seed, 300)) {
        vault.apply(event);
        fold.apply(event);
      }
      assertEquals("seed " + seed, vault.facts(), fold.table().facts());
      assertEquals("seed " + seed, vault.entries(), fold.table().entries());
    }
  }

  @Test
  public void whatWasReplacedBeyondTheMostVersionsIsLeftOut() {
    List<Event> all = new ArrayList<>();
    for (int version = 1; version <= SecretsFold.VERSIONS + 500; version++) {
      all.add(event(version, "a", new Payload.SecretStored("s", version, 1, CIPHERTEXT, 9)));
    }
    List<Long> rests = fold(all).restsOn();
    assertEquals(SecretsFold.VERSIONS, rests.size());
    assertEquals(501, (long) rests.get(0));
  }

  @Test
  public void ofADeletedSecretItsLastNumberStays() {
    List<Event> all = new ArrayList<>();
    for (int version = 1; version <= 9; version++) {
      all.add(event(version, "a", new Payload.SecretStored("s", version, 1, CIPHERTEXT, 9)));
    }
    all.add(event(10, "a", new Payload.SecretDeleted("s", 9)));
    assertEquals(List.of(1L, 9L, 10L), fold(all).restsOn());
    assertEquals(List.of(), fold(all).facts());
  }

  @Test
  public void noCiphertextIsAmongTheFacts() {
    Event stored = event(1, "a", new Payload.SecretStored("s", 1, 1, CIPHERTEXT, 9));
    String facts = fold(List.of(stored)).facts().toString();
    assertTrue(facts, facts.contains("storedBy=system:test"));
    assertFalse(facts, facts.contains(CIPHERTEXT));
  }

  private static Event event(long id, String tenant, Payload payload) {
    EventDraft draft = new EventDraft(tenant, "", "system:test", "", 0, payload);
    return new Event(id, Instant.ofEpochMilli(1_000 * id), new UUID(1, 2), draft);
  }

  /** Secrets put, deleted and shredded, keys rotated, as chance has it. */
  private static final class Histories {
    private final Random chance;
    private final List<Event> events = new ArrayList<>();
    private final Map<SecretKey, Integer> last = new HashMap<>();
    private final Map<String, Long> keys = new HashMap<>();
    private long keyId;
    private int masterKey = 1;

    Histories(long seed) {
      chance = new Random(seed);
    }

    List<Event> random(int most) {
      while (events.size() < most) {
        step();
      }
      return events;
    }

    private void step() {
      String tenant = "t" + chance.nextInt(6);
      String name = "s" + chance.nextInt(4);
      switch (chance.nextInt(20)) {
        case 0 -> shred(tenant);
        case 1, 2, 3 -> add(tenant, new Payload.SecretDeleted(name, 1));
        case 4 -> add("", new Payload.VaultRotated(++masterKey, "file", 1));
        case 5 -> add("", new Payload.VaultUnsealed(masterKey, "file"));
        case 6 -> add(tenant, new Payload.SecretAccessed(name, 1));
        default -> put(tenant, name);
      }
    }

    private void shred(String tenant) {
      keys.remove(tenant);
      add(tenant, new Payload.VaultShredded(1, 1));
    }

    private void put(String tenant, String name) {
      long key = keys.computeIfAbsent(tenant, t -> ++keyId);
      int version = last.merge(new SecretKey(tenant, name), 1, Integer::sum);
      add(tenant, new Payload.SecretStored(name, version, key, CIPHERTEXT, 3));
    }

    private void add(String tenant, Payload payload) {
      events.add(event(events.size() + 1L, tenant, payload));
    }
  }
}
