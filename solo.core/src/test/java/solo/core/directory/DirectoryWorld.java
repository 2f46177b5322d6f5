package solo.core.directory;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.osgi.service.log.Logger;
import solo.core.capability.Caller;
import solo.core.recovery.ServiceRecord;
import solo.core.tenant.ServiceKey;
import solo.core.testing.FoldedEvents;
import solo.core.vault.Seal;

/** A deploy directory with a log, a deployer that only writes events, and a clock of its own. */
final class DirectoryWorld implements Clock, AutoCloseable {
  static final long SETTLE_MS = 500;
  private static final long DEADLINE_MS = 60_000;

  final FoldedEvents log = new FoldedEvents();
  final LoggingDeployer deployer = new LoggingDeployer(log);
  final Path deploy;
  final Path data;

  /** The vault as files see it. */
  volatile Seal seal = Seal.OPEN;

  volatile long newestSecret;

  private final Instant begin = Instant.now();
  private long elapsedMs;
  private DirectoryRounds rounds;

  DirectoryWorld(Path root) throws IOException {
    deploy = root.resolve("deploy");
    data = Files.createDirectories(root.resolve("data"));
    start();
  }

  /** A new process on the same directories and log; the old one is gone. */
  void start() throws IOException {
    close();
    Logger silent =
        (Logger)
            Proxy.newProxyInstance(
                Logger.class.getClassLoader(),
                new Class<?>[] {Logger.class},
                (proxy, method, arguments) -> null);
    SecretNews secrets = new SecretNews(() -> seal, tenant -> newestSecret, () -> 0);
    rounds =
        new DirectoryRounds(
            new DirectoryRounds.Settings(deploy, data, SETTLE_MS, 4),
            new Surroundings(deployer, log, log, secrets, this, silent),
            () -> {});
  }

  /** One round without waiting for what it begins. */
  Optional<String> round() throws IOException {
    return rounds.round().trouble();
  }

  /** Rounds, with all time that rest needs, until one begins nothing. */
  Optional<String> settle() throws IOException {
    Optional<String> trouble = round();
    awaitIdle();
    long before;
    do {
      before = deployer.calls.get();
      advance(SETTLE_MS);
      trouble = round();
      awaitIdle();
    } while (deployer.calls.get() != before);
    return trouble;
  }

  void awaitIdle() {
    long deadline = System.nanoTime() + DEADLINE_MS * 1_000_000;
    while (!rounds.idle()) {
      assertTrue("the directory's work ends within a minute", System.nanoTime() < deadline);
      Thread.onSpinWait();
    }
  }

  void advance(long ms) {
    elapsedMs += ms;
  }

  @Override
  public long monotonicMs() {
    return elapsedMs;
  }

  @Override
  public Instant wall() {
    return begin.plusMillis(elapsedMs);
  }

  /**
   * Puts a file there whole, at rest at the first look: it was written before this world began, and
   * renamed since. A file system's clock ticks slowly, so that a file just written would at times
   * rest at the first look and at times at the second.
   */
  void drop(String name, byte[] bytes) throws IOException {
    Path file = deploy.resolve(name);
    Files.createDirectories(file.getParent());
    Path part = Files.write(file.resolveSibling(".part"), bytes);
    Files.setLastModifiedTime(part, FileTime.from(begin.minusMillis(SETTLE_MS)));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  void remove(String name) throws IOException {
    Files.delete(deploy.resolve(name));
  }

  ServiceRecord record(String key) {
    return log.current().service(ServiceKey.parse(key));
  }

  void assertRuns(String key, byte[] bytes) {
    assertEquals(ServiceRecord.Standing.DEPLOYED, record(key).standing());
    assertEquals(LoggingDeployer.sha256(bytes), record(key).spec().orElseThrow().digest());
  }

  void killFromShell(String key) {
    deployer.kill(ServiceKey.parse(key), "", Caller.owner("alice"));
  }

  Path receiptFile(String name) {
    return data.resolve("receipts").resolve(name + ".json");
  }

  String receipt(String name) throws IOException {
    return Files.readString(receiptFile(name));
  }

  void assertReceipt(String name, String... says) throws IOException {
    String text = receipt(name);
    for (String part : says) {
      assertTrue(text + " says " + part, text.contains(part));
    }
  }

  @Override
  public void close() {
    if (rounds != null) {
      rounds.close();
    }
  }
}
