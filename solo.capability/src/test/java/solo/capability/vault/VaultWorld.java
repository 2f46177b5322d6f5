package solo.capability.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.rules.ExternalResource;
import org.junit.rules.TemporaryFolder;
import org.osgi.service.log.Logger;
import solo.capability.MemoryLog;
import solo.capability.projection.KernelBoot;
import solo.core.capability.AccessDeniedException;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.disk.Disk;
import solo.core.disk.SimDisk;
import solo.core.disk.SimPath;
import solo.core.vault.SecretKey;
import solo.core.vault.SecretValue;
import solo.core.vault.Vault;
import solo.core.vault.VaultException;
import solo.core.vault.VaultKeys;
import solo.core.vault.VaultKeys.Source;

/** A vault on directories and a log that outlive it; killed and started as the test likes. */
final class VaultWorld extends ExternalResource {
  static final Caller OWNER = Caller.owner("alice");

  /** What PBKDF2 takes so long for is not what is tested. */
  private static final int FEW_ITERATIONS = 2;

  MemoryLog log = new MemoryLog();
  final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  /** What a token may, by accessor: permission and resource; all others may everything. */
  final Map<String, Map<Permission, Resource>> tokens = new TreeMap<>();

  Source source = Source.FILE;
  int versions = 10;
  long encryptions = 1L << 31;
  Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
  Consumer<String> steps = step -> {};
  Disk disk = Disk.real();
  Custody custody = Custody.OF_OWNER;
  String kernelBoot = KernelBoot.id();
  VaultRoom room;
  Vault vault;
  VaultKeys keys;
  ServiceVault services;
  final Set<String> milestones = Collections.synchronizedSet(new java.util.TreeSet<>());

  private final TemporaryFolder folder = new TemporaryFolder();
  private Path root;

  /** On a simulated disk, by what that holds and the log. */
  static VaultWorld on(SimDisk disk, MemoryLog log) {
    VaultWorld world = new VaultWorld();
    world.root = SimPath.ROOT;
    world.disk = disk;
    world.log = log;
    world.custody = (file, theirs) -> "the test";
    return world;
  }

  @Override
  protected void before() throws IOException {
    folder.create();
    Files.createDirectories(data());
    Files.createDirectories(state());
  }

  @Override
  protected void after() {
    if (room != null) {
      room.close();
    }
    folder.delete();
  }

  private Path root() {
    return root == null ? folder.getRoot().toPath() : root;
  }

  Path data() {
    return root().resolve("data");
  }

  Path state() {
    return root().resolve("state");
  }

  Path keyFile() {
    return state().resolve("vault.key");
  }

  Path keyring() {
    return data().resolve("vault").resolve("keyring");
  }

  /** Starts a process; the one before is gone. */
  VaultWorld start() {
    return start(log);
  }

  /** Starts on another log. */
  VaultWorld start(MemoryLog other) {
    if (room != null) {
      room.close();
    }
    milestones.clear();
    CountDownLatch restored = new CountDownLatch(1);
    room =
        new VaultRoom(
            new VaultRoom.Options(
                data().resolve("vault"),
                keyFile(),
                source,
                FEW_ITERATIONS,
                versions,
                encryptions,
                () -> now,
                step -> steps.accept(step),
                new Medium(disk, custody, kernelBoot)),
            other,
            logger(),
            milestones(restored));
    vault = new SecretVault(room, authorization());
    keys = new MasterKeyDoor(room, authorization());
    services = new ConsumedSecrets(room);
    await(restored);
    return this;
  }

  private static void await(CountDownLatch restored) {
    try {
      if (!restored.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the vault was not restored in 30 s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private VaultRoom.Milestones milestones(CountDownLatch restored) {
    return new VaultRoom.Milestones() {
      @Override
      public void restored() {
        milestones.add("restored");
        restored.countDown();
      }

      @Override
      public void unsealed() {
        milestones.add("unsealed");
      }

      @Override
      public void close() {
        milestones.clear();
      }
    };
  }

  private Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            Logger.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              if (arguments != null) {
                lines.add(method.getName() + " " + Arrays.deepToString(arguments));
              }
              return method.getReturnType() == boolean.class ? true : null;
            });
  }

  private Authorization authorization() {
    return new Authorization() {
      @Override
      public void require(Caller caller, Permission permission, String tenant, Resource resource) {
        if (!allows(caller, permission, tenant, resource)) {
          throw new AccessDeniedException(caller, permission, tenant);
        }
      }

      @Override
      public boolean allows(
          Caller caller, Permission permission, String tenant, Resource resource) {
        if (caller.kind() != Caller.Kind.TOKEN) {
          return true;
        }
        Resource granted = tokens.getOrDefault(caller.name(), Map.of()).get(permission);
        return granted != null && tenant.equals(scope(caller)) && granted.covers(resource);
      }

      @Override
      public String scope(Caller caller) {
        return caller.kind() == Caller.Kind.TOKEN ? caller.name().split("-")[0] : EVERY_TENANT;
      }
    };
  }

  static SecretKey key(String text) {
    return SecretKey.parse(text);
  }

  void put(String key, String value) {
    vault.put(key(key), value.getBytes(UTF_8), "test", OWNER);
  }

  String get(String key) {
    return get(key, 0);
  }

  String get(String key, int version) {
    try (SecretValue value = vault.get(key(key), version, OWNER)) {
      return new String(value.bytes(), UTF_8);
    }
  }

  void refused(VaultException.Cause why, org.junit.function.ThrowingRunnable action) {
    assertEquals(why, assertThrows(VaultException.class, action).why());
  }

  /** All that is in files of the data directory, one character a byte. */
  String bytesOnDisk() {
    try (var files = Files.walk(data())) {
      StringBuilder all = new StringBuilder();
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        all.append(
            new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1));
      }
      return all.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
