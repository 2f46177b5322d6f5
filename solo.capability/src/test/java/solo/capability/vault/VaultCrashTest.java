package solo.capability.vault;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;
import static solo.capability.vault.VaultWorld.OWNER;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;
import solo.core.event.Payload;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys;
import solo.core.vault.VaultKeys.Source;
import solo.core.vault.VaultKeys.State;

/** The process ends after each step on disk: nothing acknowledged is lost, nothing stays half. */
public class VaultCrashTest {
  private static final String OLD = "the old passphrase";
  private static final String NEW = "the new passphrase";

  /** What is done and must hold after the process died in it. */
  private abstract static class Scenario {
    final VaultWorld world = new VaultWorld();

    abstract void before() throws Exception;

    abstract void act();

    abstract void after() throws Exception;
  }

  /** Runs the act to its end once, and then up to each of its steps; the steps' names. */
  private static List<String> crashAtEach(java.util.function.Supplier<Scenario> scenarios)
      throws Exception {
    List<String> steps = new ArrayList<>();
    int total = Integer.MAX_VALUE;
    for (int at = 0; at <= total; at++) {
      Scenario scenario = scenarios.get();
      List<String> reached = new ArrayList<>();
      int last = at == 0 ? Integer.MAX_VALUE : at;
      scenario.world.before();
      try {
        scenario.before();
        scenario.world.steps =
            step -> {
              reached.add(step);
              if (reached.size() == last) {
                throw new Crash(step);
              }
            };
        run(scenario, at);
        total = at == 0 ? reached.size() : total;
        steps = at == 0 ? reached : steps;
        scenario.world.steps = step -> {};
        scenario.after();
        scenario.world.start();
        scenario.after();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("at step " + at + " of " + reached + ": " + e.getMessage(), e);
      } finally {
        scenario.world.after();
      }
    }
    return steps;
  }

  private static void run(Scenario scenario, int at) {
    try {
      scenario.act();
      assertEquals("it did not crash", 0, at);
    } catch (Crash expected) {
      scenario.world.steps = step -> {};
      scenario.world.start();
    }
  }

  @Test
  public void vlt22_aRotationOfTheKeyFileIsSafeAtEachStep() throws Exception {
    List<String> steps =
        crashAtEach(
            () ->
                new Scenario() {
                  @Override
                  void before() {
                    world.start();
                    world.put("a/s", "of a");
                    world.put("b/s", "of b");
                  }

                  @Override
                  void act() {
                    world.keys.rotate((Path) null, "", OWNER);
                  }

                  @Override
                  void after() {
                    assertEquals("of a", world.get("a/s"));
                    assertEquals("of b", world.get("b/s"));
                    settled(world);
                    world.put("c/" + "n" + world.log.lastId(), "another key");
                  }
                });
    assertEquals(
        List.of(
            "keyring.temp",
            "keyring.renamed",
            "rotate.both",
            "keyfile.temp",
            "keyfile.renamed",
            "rotate.file",
            "rotate.event",
            "keyring.temp",
            "keyring.renamed",
            "rotate.done"),
        steps);
  }

  /** One slot, and the log agrees on its number. */
  private static void settled(VaultWorld world) {
    assertFalse(world.keys.status(OWNER).rotating());
    int number = world.room.keeper().ring().orElseThrow().newest().number();
    assertEquals(number - 1, world.log.all(Payload.VaultRotated.class).size());
    assertEquals(number, world.keys.status(OWNER).masterKey());
    world
        .log
        .all(Payload.VaultRotated.class)
        .forEach(rotated -> assertTrue(rotated.masterKey() <= number));
  }

  @Test
  public void vlt22_aRotationOfThePassphraseIsSafeAtEachStep() throws Exception {
    crashAtEach(
        () ->
            new Scenario() {
              @Override
              void before() {
                world.source = Source.PASSPHRASE;
                world.start();
                world.keys.unseal(OLD.toCharArray(), OWNER);
                world.put("a/s", "of a");
              }

              @Override
              void act() {
                world.keys.rotate(NEW.toCharArray(), "", OWNER);
              }

              @Override
              void after() {
                if (world.keys.status(OWNER).state() == State.SEALED) {
                  boolean byOld = opens(world, OLD);
                  assertFalse(
                      "the log has the new one",
                      byOld && !world.log.all(Payload.VaultRotated.class).isEmpty());
                  assertTrue("neither opens", byOld || opens(world, NEW));
                }
                assertEquals("of a", world.get("a/s"));
                settled(world);
              }
            });
  }

  @Test
  public void vlt22_aRotationFromTheFileToAPassphraseIsSafeAtEachStep() throws Exception {
    crashAtEach(
        () ->
            new Scenario() {
              @Override
              void before() {
                world.start();
                world.put("a/s", "of a");
              }

              @Override
              void act() {
                world.keys.rotate(NEW.toCharArray(), "", OWNER);
              }

              @Override
              void after() {
                boolean logged = !world.log.all(Payload.VaultRotated.class).isEmpty();
                if (world.keys.status(OWNER).state() == State.SEALED) {
                  assertEquals(Source.PASSPHRASE, world.keys.status(OWNER).source());
                  assertTrue("the log has it", logged);
                  assertTrue(opens(world, NEW));
                }
                assertEquals("of a", world.get("a/s"));
                settled(world);
              }
            });
  }

  /** The file lies elsewhere, as one that the configuration does not name yet. */
  @Test
  public void vlt22_aRotationFromAPassphraseToAFileIsSafeAtEachStep() throws Exception {
    crashAtEach(
        () ->
            new Scenario() {
              @Override
              void before() throws Exception {
                world.source = Source.PASSPHRASE;
                world.start();
                world.keys.unseal(OLD.toCharArray(), OWNER);
                world.put("a/s", "of a");
                Files.write(other(), new byte[32]);
                Files.setPosixFilePermissions(
                    other(), PosixFilePermissions.fromString("r--------"));
              }

              private Path other() {
                return world.state().resolve("other.key");
              }

              @Override
              void act() {
                world.keys.rotate(other(), "", OWNER);
              }

              @Override
              void after() throws Exception {
                VaultKeys.Status status = world.keys.status(OWNER);
                if (status.state() == State.SEALED && status.source() == Source.PASSPHRASE) {
                  boolean half = status.why().contains("takes the passphrase");
                  assertEquals(status.why(), status.rotating(), half);
                  assertTrue(status.why(), opens(world, OLD));
                } else if (status.state() == State.SEALED) {
                  Files.move(other(), world.keyFile());
                  assertTrue(world.keys.unseal(OWNER));
                }
                assertEquals("of a", world.get("a/s"));
                settled(world);
              }
            });
  }

  private static boolean opens(VaultWorld world, String passphrase) {
    try {
      return world.keys.unseal(passphrase.toCharArray(), OWNER);
    } catch (VaultException e) {
      assertEquals(VaultException.Cause.WRONG_KEY, e.why());
      return false;
    }
  }

  @Test
  public void vlt22_aHalfRotationOpenedByTheNewPassphraseIsFinished() {
    Scenario scenario =
        new Scenario() {
          @Override
          void before() {
            world.source = Source.PASSPHRASE;
            world.start();
            world.keys.unseal(OLD.toCharArray(), OWNER);
            world.put("a/s", "of a");
          }

          @Override
          void act() {
            world.steps =
                step -> {
                  if (step.equals("rotate.both")) {
                    throw new Crash(step);
                  }
                };
            world.keys.rotate(NEW.toCharArray(), "", OWNER);
          }

          @Override
          void after() {
            assertTrue(opens(world, NEW));
            assertEquals("of a", world.get("a/s"));
            settled(world);
            world.start();
            assertFalse(opens(world, OLD));
            assertTrue(opens(world, NEW));
          }
        };
    try {
      scenario.world.before();
      scenario.before();
      run(scenario, 1);
      scenario.after();
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      scenario.world.after();
    }
  }

  @Test
  public void theFirstSecretIsSafeAtEachStep() throws Exception {
    List<String> steps =
        crashAtEach(
            () ->
                new Scenario() {
                  @Override
                  void before() {
                    world.start();
                  }

                  @Override
                  void act() {
                    world.put("a/s", "first");
                  }

                  @Override
                  void after() {
                    world.put("a/t", "second");
                    assertEquals("second", world.get("a/t"));
                    if (!world.log.all(Payload.SecretStored.class).get(0).name().equals("t")) {
                      assertEquals("first", world.get("a/s"));
                    }
                  }
                });
    assertEquals(
        List.of(
            "keyfile.temp",
            "keyfile.renamed",
            "keyring.temp",
            "keyring.renamed",
            "keyring.temp",
            "keyring.renamed",
            "keyring.key"),
        steps);
  }

  /** The key is durable before an event names it: no start finds one missing. */
  @Test
  public void anotherTenantsFirstSecretIsSafeAtEachStep() throws Exception {
    crashAtEach(
        () ->
            new Scenario() {
              @Override
              void before() {
                world.start();
                world.put("a/s", "of a");
              }

              @Override
              void act() {
                world.put("b/s", "of b");
              }

              @Override
              void after() {
                assertEquals(State.UNSEALED, world.keys.status(OWNER).state());
                assertEquals("of a", world.get("a/s"));
                world.put("b/t", "more");
                assertEquals("more", world.get("b/t"));
              }
            });
  }

  @Test
  public void aShredIsNeverHalf() throws Exception {
    crashAtEach(
        () ->
            new Scenario() {
              @Override
              void before() {
                world.start();
                world.put("a/s", "of a");
                world.put("b/s", "of b");
              }

              @Override
              void act() {
                world.vault.shred("a", "", OWNER);
              }

              @Override
              void after() throws Exception {
                assertEquals(List.of(), world.vault.list("a", OWNER));
                assertEquals(
                    0,
                    KeyringFormat.decode(Files.readAllBytes(world.keyring())).keys().stream()
                        .filter(key -> key.tenant().equals("a"))
                        .count());
                assertEquals("of b", world.get("b/s"));
              }
            });
  }
}
