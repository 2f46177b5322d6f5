package solo.capability.vault;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static solo.capability.vault.VaultWorld.OWNER;
import static solo.capability.vault.VaultWorld.key;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.Test;
import solo.capability.MemoryLog;
import solo.core.disk.PowerCuts;
import solo.core.disk.SimDisk;
import solo.core.disk.SimPath;
import solo.core.disk.Story;
import solo.core.event.Event;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys.State;

/**
 * The vault on a disk that loses its power, or fails: keyring, key file and projection together.
 * Every secret that was stored opens, whatever rotation or shred was under way.
 */
public class VaultPowerCutTest {
  private static final long SEED = 20_260_801;

  @Test
  public void flt02_03_04_05_15_everyStoredSecretOpens() throws Exception {
    new PowerCuts<>(new Life(), SEED)
        .crashes(400)
        .faults(1)
        .controlled("no force", disk -> disk.forgetsForces = true)
        .controlled("told before the force", disk -> disk.forcesLate = true)
        .controlled("no force of the directory", disk -> disk.forgetsDirectories = true)
        .print();
  }

  /** The log, on a disk of its own, and the secrets by their keys. */
  private record Stored(List<Event> log, Map<String, String> secrets) {}

  private static final class Life implements Story<Stored> {
    @Override
    public String name() {
      return "keyring, key file and secrets";
    }

    @Override
    public Stored nothing() {
      return new Stored(List.of(), Map.of());
    }

    @Override
    public int count(Stored acked) {
      return acked.secrets.size();
    }

    private static VaultWorld start(SimDisk disk, Stored from) {
      SimPath.use(disk);
      VaultWorld world = VaultWorld.on(disk, MemoryLog.of(new UUID(5, 5), from.log));
      world.kernelBoot = "boot " + disk.boot();
      return world;
    }

    @Override
    public void live(SimDisk disk, Stored from, Random random, Consumer<Stored> acked) {
      VaultWorld world = start(disk, from);
      Map<String, String> secrets = new HashMap<>(from.secrets);
      Runnable tell = () -> acked.accept(new Stored(world.log.events(), Map.copyOf(secrets)));
      world.log.grown(tell);
      world.start();
      for (int i = 0; i < 6; i++) {
        try {
          one(world, secrets, random, tell);
        } catch (VaultException refused) {
          assertNotEquals("an answer", "", refused.getMessage());
        }
        tell.run();
      }
      world.room.close();
    }

    private static void one(
        VaultWorld world, Map<String, String> secrets, Random random, Runnable tell) {
      String tenant = "t" + random.nextInt(3);
      switch (random.nextInt(6)) {
        case 0 -> world.keys.rotate((Path) null, "", OWNER);
        case 1 -> {
          secrets.keySet().removeIf(name -> name.startsWith(tenant));
          tell.run();
          world.vault.shred(tenant, "", OWNER);
        }
        default -> {
          String name = tenant + "/s" + random.nextInt(1_000_000);
          world.put(name, "of " + name);
          secrets.put(name, "of " + name);
        }
      }
    }

    @Override
    public void recover(SimDisk disk, Stored acked, Consumer<Stored> shown) {
      VaultWorld world = start(disk, acked);
      try {
        world.start();
        assertNotEquals(
            world.keys.status(OWNER).why(), State.SEALED, world.keys.status(OWNER).state());
        opens(world, acked.secrets);
        shown.accept(new Stored(world.log.events(), acked.secrets));
        Map<String, String> more = new HashMap<>(acked.secrets);
        String name = "t1/more" + disk.boot();
        world.put(name, "more");
        more.put(name, "more");
        shown.accept(new Stored(world.log.events(), more));
        opens(world, more);
      } finally {
        world.room.close();
      }
    }

    private static void opens(VaultWorld world, Map<String, String> secrets) {
      secrets.forEach((name, value) -> assertEquals(key(name) + "", value, world.get(name)));
    }
  }
}
