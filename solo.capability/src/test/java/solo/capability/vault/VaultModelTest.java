package solo.capability.vault;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static solo.capability.vault.VaultWorld.OWNER;
import static solo.capability.vault.VaultWorld.key;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;
import solo.core.vault.SecretKey;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys.State;

/** Random histories of the vault, with restarts and crashes, against a map. */
public class VaultModelTest {
  private static final int KEPT = 3;
  private static final List<String> TENANTS = List.of("a", "b");
  private static final List<String> NAMES = List.of("s", "t", "u");

  /** The versions of a name: value by number. */
  private record Name(int last, TreeMap<Integer, String> values) {}

  @Rule public final VaultWorld world = new VaultWorld();

  private final Map<SecretKey, Name> model = new TreeMap<>();
  private Random random = new Random();

  @Test
  public void theVaultIsTheModelAfterEachHistory() {
    world.versions = KEPT;
    world.encryptions = 5;
    world.start();
    for (int seed = 0; seed < 15; seed++) {
      random = new Random(seed);
      for (int step = 0; step < 40; step++) {
        act(seed + "/" + step);
      }
      compare("seed " + seed);
    }
  }

  private void act(String value) {
    SecretKey key = key(pick(TENANTS) + "/" + pick(NAMES));
    switch (random.nextInt(20)) {
      case 0 -> world.start();
      case 1 -> rotate();
      case 2 -> shred(key.tenant());
      case 3, 4, 5 -> delete(key);
      case 6 -> crash(key, value);
      default -> put(key, value);
    }
  }

  private String pick(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private Name name(SecretKey key) {
    return model.getOrDefault(key, new Name(0, new TreeMap<>()));
  }

  private void put(SecretKey key, String value) {
    world.put(key.toString(), value);
    stored(key, value);
  }

  private void stored(SecretKey key, String value) {
    Name before = name(key);
    TreeMap<Integer, String> values = new TreeMap<>(before.values());
    values.put(before.last() + 1, value);
    while (values.size() > KEPT) {
      values.pollFirstEntry();
    }
    model.put(key, new Name(before.last() + 1, values));
  }

  /** The process ends while a data key is made, or not at all. */
  private void crash(SecretKey key, String value) {
    world.steps =
        step -> {
          throw new Crash(step);
        };
    try {
      put(key, value);
    } catch (Crash e) {
      // the event was not written
    }
    world.steps = step -> {};
    world.start();
  }

  private void delete(SecretKey key) {
    if (name(key).values().isEmpty()) {
      assertThrows(VaultException.class, () -> world.vault.delete(key, "", OWNER));
    } else {
      world.vault.delete(key, "", OWNER);
      model.put(key, new Name(name(key).last(), new TreeMap<>()));
    }
  }

  private void shred(String tenant) {
    try {
      world.vault.shred(tenant, "", OWNER);
    } catch (VaultException e) {
      assertEquals(VaultException.Cause.NOT_FOUND, e.why());
      assertEquals(List.of(), world.vault.list(tenant, OWNER));
    }
    model.replaceAll(
        (key, name) -> key.tenant().equals(tenant) ? new Name(name.last(), new TreeMap<>()) : name);
  }

  private void rotate() {
    if (world.keys.status(OWNER).state() == State.UNSEALED) {
      world.keys.rotate((Path) null, "", OWNER);
    }
  }

  private void compare(String seed) {
    List<String> expected = new ArrayList<>();
    List<String> found = new ArrayList<>();
    model.forEach(
        (key, name) ->
            name.values()
                .forEach((version, value) -> expected.add(key + " " + version + " " + value)));
    for (var newest : world.vault.list("*", OWNER)) {
      world
          .vault
          .versions(newest.key(), OWNER)
          .forEach(
              one ->
                  found.add(
                      "%s %d %s"
                          .formatted(
                              one.key(),
                              one.version(),
                              world.get(one.key().toString(), one.version()))));
    }
    assertEquals(seed, expected, found);
  }
}
