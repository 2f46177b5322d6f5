package benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import solo.capability.vault.SecretVault;
import solo.capability.vault.VaultRoom;
import solo.core.capability.Authorization;
import solo.core.capability.Caller;
import solo.core.capability.Permission;
import solo.core.capability.Resource;
import solo.core.disk.Disk;
import solo.core.lifecycle.Directories;
import solo.core.vault.SecretValue;
import solo.core.vault.VaultException;
import solo.eventstore.journal.Journal;
import solo.eventstore.journal.JournalOptions;
import solo.eventstore.provider.JournalEventStore;
import solo.eventstore.provider.LogClock;

/**
 * Puts and gets of values of 100 bytes, beside AES-256-GCM alone and beside appends of 300 bytes,
 * about what such an event has, to a bare journal.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class VaultCalls {
  private static final int VALUE_BYTES = 100;
  private static final int EVENT_BYTES = 300;
  private static final Caller OWNER = Caller.owner("bench");

  /** The vault on a log of its own, and a journal beside it. */
  @State(Scope.Benchmark)
  public static class Stores {
    private final AtomicInteger threads = new AtomicInteger();
    private final byte[] value = new byte[VALUE_BYTES];
    private final byte[] body = new byte[EVENT_BYTES];
    private Path directory;
    private JournalEventStore events;
    private VaultRoom room;
    private SecretVault vault;
    private Journal journal;

    /** Opens all. */
    @Setup
    public void open() throws Exception {
      Arrays.fill(value, (byte) 'x');
      directory = Files.createTempDirectory(Scratch.root(), "vault-");
      Files.createDirectories(directory.resolve("data"));
      Directories directories = new In(directory);
      events = Parts.make(JournalEventStore.class, directories);
      LogClock clock = Parts.make(LogClock.class, events);
      room = Parts.make(VaultRoom.class, directories, events, clock);
      vault = new SecretVault(room, new Everything());
      journal =
          Journal.open(
              directory.resolve("journal"), JournalOptions.defaults(), Disk.real(), record -> {});
      restored();
    }

    private void restored() throws InterruptedException {
      while (true) {
        try {
          vault.list(Authorization.EVERY_TENANT, OWNER);
          return;
        } catch (VaultException e) {
          if (e.why() != VaultException.Cause.RESTORING) {
            throw e;
          }
          Thread.sleep(10);
        }
      }
    }

    /** Closes all and removes their files. */
    @TearDown
    public void close() throws Exception {
      room.close();
      events.close();
      journal.close();
      Scratch.delete(directory);
    }
  }

  /** A secret for each thread, and a key of its own. */
  @State(Scope.Thread)
  public static class Own {
    private final SecureRandom random = new SecureRandom();
    private final SecretKey bareKey = new SecretKeySpec(new byte[32], "AES");
    private solo.core.vault.SecretKey key;
    private byte[] sealed;

    /** Puts the secret that is read. */
    @Setup
    public void put(Stores stores) throws Exception {
      key = new solo.core.vault.SecretKey("t", "s" + stores.threads.incrementAndGet());
      stores.vault.put(key, stores.value, "", OWNER);
      sealed = encrypted(stores.value);
    }

    private byte[] encrypted(byte[] value) throws Exception {
      byte[] nonce = new byte[12];
      random.nextBytes(nonce);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, bareKey, new GCMParameterSpec(128, nonce));
      byte[] sealed = Arrays.copyOf(nonce, 12 + value.length + 16);
      cipher.doFinal(value, 0, value.length, sealed, 12);
      return sealed;
    }

    private byte[] decrypted() throws Exception {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, bareKey, new GCMParameterSpec(128, sealed, 0, 12));
      return cipher.doFinal(sealed, 12, sealed.length - 12);
    }
  }

  /** A new version, durable. */
  @Benchmark
  public long vaultPut(Stores stores, Own own) {
    return stores.vault.put(own.key, stores.value, "", OWNER).eventId();
  }

  /** The value, when the event of its reading is durable. */
  @Benchmark
  public int vaultGet(Stores stores, Own own) {
    try (SecretValue read = stores.vault.get(own.key, 0, OWNER)) {
      return read.bytes().length;
    }
  }

  /** The baseline of both: a durable record. */
  @Benchmark
  public long bareAppend(Stores stores) throws Exception {
    return stores.journal.append(stores.body).getValue().id();
  }

  /** The baseline of a put: nonce and encryption, kept nowhere. */
  @Benchmark
  public byte[] bareEncrypt(Stores stores, Own own) throws Exception {
    return own.encrypted(stores.value);
  }

  /** The baseline of a get. */
  @Benchmark
  public byte[] bareDecrypt(Own own) throws Exception {
    return own.decrypted();
  }

  private record In(Path root) implements Directories {
    @Override
    public Path data() {
      return root.resolve("data");
    }

    @Override
    public Path deploy() {
      return root.resolve("deploy");
    }

    @Override
    public Path config() {
      return root.resolve("etc");
    }

    @Override
    public Path state() {
      return root.resolve("state");
    }
  }

  /** What rights cost is measured elsewhere. */
  private static final class Everything implements Authorization {
    @Override
    public void require(Caller caller, Permission permission, String tenant, Resource resource) {
      // everybody may
    }

    @Override
    public boolean allows(Caller caller, Permission permission, String tenant, Resource resource) {
      return true;
    }

    @Override
    public String scope(Caller caller) {
      return EVERY_TENANT;
    }
  }
}
